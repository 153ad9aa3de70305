import type { Ledger, View } from '@pegzone/ledger'
import { type Outcome, ok, PegZoneError } from '@pegzone/outcome'
import type { QueryResult } from '../chain/block-types.ts'
import { abciError, type SdkRejection, sdkRefuse } from '../errors.ts'
import type { BoundQuery, QueryContext } from './method.ts'

/** gRPC path → method. */
export type QueryRouter = ReadonlyMap<string, BoundQuery>

export function queryRouter(...modules: readonly (readonly BoundQuery[])[]): QueryRouter {
  return new Map(modules.flat().map((method) => [method.path, method]))
}

/**
 * Answers one ABCI query at a height, 0 for the latest durable one. Refusals come back as codes of codespace `sdk`:
 * 22 not found, 18 invalid, 6 unknown path, 26 future height, 38 pruned height.
 */
export async function answerQuery(
  router: QueryRouter,
  ledger: Ledger,
  base: Omit<QueryContext, 'view' | 'height' | 'timeNs'>,
  { path, data, height }: { readonly path: string; readonly data: Uint8Array; readonly height: number },
): Promise<QueryResult> {
  const at = height === 0 ? ledger.durable.height : height
  const method = router.get(path)
  const found = method === undefined ? unknownPath(path) : await viewAt(ledger, at)
  if (!found.ok) return refused(found.rejection, at)
  const { view, timeNs } = found.value
  const answer = await method!.run({ ...base, view, height: at, timeNs }, data)
  if (!answer.ok) return refused(answer.rejection, at)
  return { code: 0, codespace: '', log: '', value: answer.value, height: at }
}

function unknownPath(path: string): Outcome<never, SdkRejection> {
  return sdkRefuse('COSMOS_UNKNOWN_REQUEST', `unknown query path: ${path}`)
}

type At = { readonly view: View; readonly timeNs: bigint }

async function viewAt(ledger: Ledger, height: number): Promise<Outcome<At, SdkRejection>> {
  const { head } = ledger
  if (height < 0 || height > head.height) {
    return sdkRefuse('COSMOS_INVALID_HEIGHT', 'cannot query with height in the future; please provide a valid height')
  }
  if (height === head.height) return ok({ view: ledger.latest, timeNs: head.timeNs })
  try {
    const view = await ledger.at(height)
    const block = await ledger.block(height)
    return ok({ view, timeNs: block?.timeNs ?? head.timeNs })
  } catch (error) {
    if (!(error instanceof PegZoneError) || error.code !== 'LEDGER_PRUNED') throw error
    return sdkRefuse(
      'COSMOS_NOT_FOUND',
      `failed to load state at height ${height}; version does not exist (latest height: ${head.height})`,
    )
  }
}

function refused(rejection: SdkRejection, height: number): QueryResult {
  return { ...abciError(rejection), value: NONE, height }
}

const NONE = new Uint8Array(0)
