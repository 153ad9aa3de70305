import type { Height } from '@pegzone/ibc'
import type { ChainView, Head } from './chain-view.ts'
import { checkStatement, type Evidence } from './check.ts'
import { type FinalityPolicy, finalHeight } from './finality.ts'
import type { Declined, ProvenMessage, Statement } from './statement.ts'

/** Both ends of a client, as every prover is set up with them. */
export interface ProverEnds {
  readonly clientId: string
  /** The chain that is spoken of. */
  readonly observed: ChainView
  readonly finality: FinalityPolicy
  /** The chain that hosts the client. */
  readonly told: ChainView
  /** Nothing is signed for receipt when less than this is left before its timeout. Nanoseconds. */
  readonly marginNs: bigint
}

/** A statement that holds, and what a signature will say for it. */
export interface Sayable {
  readonly statement: Statement
  readonly evidence: Evidence
}

export interface Review {
  readonly final: Head
  readonly toldHead: Head
  readonly sayable: readonly Sayable[]
  readonly declined: readonly Declined[]
}

/**
 * Holds every statement against both chains. Undefined while nothing of the observed chain is final. A statement that is
 * given twice is said once: said again it would be redundant, and a redundant message uses no sequence up.
 */
export async function review(ends: ProverEnds, statements: readonly Statement[]): Promise<Review | undefined> {
  const { observed, finality, told, marginNs } = ends
  const [head, toldHead] = await Promise.all([observed.head(), told.head()])
  const height = finalHeight(finality, head.height)
  const final = height < 0 ? undefined : await observed.header(height)
  if (final === undefined) return undefined
  const sayable: Sayable[] = []
  const declined: Declined[] = []
  const said = new Set<string>()
  for (const statement of statements) {
    const checked = await checkStatement({ observed, final, told, toldHead, marginNs }, statement)
    if (!checked.ok) declined.push({ statement, reason: checked.reason })
    else if (!said.has(checked.evidence.path)) {
      said.add(checked.evidence.path)
      sayable.push({ statement, evidence: checked.evidence })
    }
  }
  return { final, toldHead, sayable, declined }
}

/** The message that carries a statement with its proof. */
export function proven(statement: Statement, proof: Uint8Array, proofHeight: Height): ProvenMessage {
  const { packet } = statement
  switch (statement.kind) {
    case 'recv':
      return { type: 'recv', packet, proof, proofHeight }
    case 'ack':
      return { type: 'ack', packet, acknowledgement: statement.acknowledgement, proof, proofHeight }
    case 'timeout':
      return { type: 'timeout', packet, proof, proofHeight, nextSequenceRecv: packet.sequence }
  }
}

export function declineAll(statements: readonly Statement[]): readonly Declined[] {
  return statements.map((statement) => ({ statement, reason: 'not-final' }))
}
