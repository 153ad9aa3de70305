import { bytesCodec, type State, table, textKey, type View } from '@pegzone/ledger'
import { Metadata } from 'cosmjs-types/cosmos/bank/v1beta1/bank'

/** denom → cosmos.bank.v1beta1.Metadata, encoded. */
export const metadataTable = table<string, Uint8Array>({
  name: 'bank/metadata',
  key: textKey,
  value: bytesCodec,
  ordered: true,
})

export function metadataOf(view: View, denom: string): Metadata | undefined {
  const bytes = view.read(metadataTable).get(denom)
  return bytes === undefined ? undefined : Metadata.decode(bytes)
}

export function setMetadata(state: State, metadata: Metadata): void {
  state.open(metadataTable).set(metadata.base, Metadata.encode(metadata).finish())
}

/** All metadata, by base denom. */
export function allMetadata(view: View): readonly Metadata[] {
  return Array.from(view.read(metadataTable).range(), ([, bytes]) => Metadata.decode(bytes))
}
