import { jsonCodec, type State, table, textKey, type View } from '@pegzone/ledger'

/** Parameters of auth (x/auth Params), and the denoms that bank does not let people send. */
export interface AuthParams {
  /** Bytes of UTF-8. */
  readonly maxMemoCharacters: number
  /** Signatures of one transaction, members of multisig keys included. */
  readonly txSigLimit: number
  /** Gas per byte of the raw transaction. */
  readonly txSizeCostPerByte: number
  /** Gas per signature. */
  readonly sigVerifyCostSecp256k1: number
  readonly sendDisabled: readonly string[]
}

/** The SDK's defaults. */
export const defaultParams: AuthParams = {
  maxMemoCharacters: 256,
  txSigLimit: 7,
  txSizeCostPerByte: 10,
  sigVerifyCostSecp256k1: 1000,
  sendDisabled: [],
}

/** `params` → the parameters. */
export const paramsTable = table<string, AuthParams>({
  name: 'auth/params',
  key: textKey,
  value: jsonCodec<AuthParams>(),
})

export function paramsOf(view: View): AuthParams {
  return view.read(paramsTable).get('params') ?? defaultParams
}

export function setParams(state: State, params: AuthParams): void {
  state.open(paramsTable).set('params', params)
}
