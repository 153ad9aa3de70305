import { type PacketState, packetStates, type Side, sides } from '@pegzone/api'
import { PegZoneError } from '@pegzone/outcome'
import type { AdminOptions } from '../admin.ts'
import { connectAdmin } from '../admin.ts'
import { cliCatalogue } from '../catalogue.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Output } from '../output/output.ts'
import { table, tokens } from '../output/table.ts'

export interface PacketsOptions extends AdminOptions {
  readonly state?: string | undefined
  readonly source?: string | undefined
  readonly pending?: boolean | undefined
  readonly limit: string
}

export async function packets(options: PacketsOptions, output: Output): Promise<ExitCode> {
  const state = oneOf('--state', packetStates, options.state)
  const source = oneOf('--source', sides, options.source)
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('--limit', options.limit, '1 to 1000')
  const client = await connectAdmin(options)
  const list = await client.packets({ state, source, pending: options.pending, limit })
  output.answer(list, () =>
    list.length === 0
      ? 'No packets yet. Send one: npm run example -- working-example, or PegBridge.sendTransfer.'
      : table(
          ['Packet', 'State', 'Amount', 'Denom', 'Sender', 'Receiver'],
          list.map((packet) => [
            packet.id,
            packet.state,
            tokens(packet.amount),
            packet.denom,
            packet.sender,
            packet.receiver,
          ]),
        ),
  )
  return exitCodes.ok
}

function oneOf<T extends PacketState | Side>(
  option: string,
  allowed: readonly T[],
  given: string | undefined,
): T | undefined {
  if (given === undefined) return undefined
  const found = allowed.find((each) => each === given)
  if (found === undefined) throw invalid(option, given, allowed.join(', '))
  return found
}

function invalid(option: string, given: string, allowed: string): PegZoneError {
  return new PegZoneError(cliCatalogue, { code: 'CLI_OPTION_INVALID', option, given, allowed })
}
