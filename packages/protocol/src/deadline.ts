import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ProtocolRejection } from './rejection.ts'

/** Every market call carries a deadline: it is executed while block time ≤ deadline. Both in seconds. Refuses with PROTOCOL_DEADLINE_PASSED. */
export function checkDeadline(now: bigint, deadline: bigint): Outcome<void, ProtocolRejection> {
  return now <= deadline ? ok() : refuse({ code: 'PROTOCOL_DEADLINE_PASSED', now, deadline })
}
