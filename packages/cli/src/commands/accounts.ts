import type { AdminOptions } from '../admin.ts'
import { connectAdmin } from '../admin.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Output } from '../output/output.ts'
import { table } from '../output/table.ts'

export async function accounts(options: AdminOptions, output: Output): Promise<ExitCode> {
  const { accounts: list } = await (await connectAdmin(options)).status()
  output.answer(list, () =>
    table(
      ['Account', 'Ethereum', 'Cosmos'],
      list.map(({ name, ethereum, cosmos }) => [name, ethereum, cosmos]),
    ),
  )
  return exitCodes.ok
}
