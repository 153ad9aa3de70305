import type { AdminOptions } from '../admin.ts'
import { connectAdmin } from '../admin.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Output } from '../output/output.ts'
import { table } from '../output/table.ts'

export async function status(options: AdminOptions, output: Output): Promise<ExitCode> {
  const client = await connectAdmin(options)
  const [data, heads] = await Promise.all([client.status(), client.heads()])
  output.answer(data, () => {
    const { ethereum, cosmos } = data
    const height = (head: { readonly height: number } | null): string => (head === null ? '-' : String(head.height))
    return [
      `preset ${data.preset}, pid ${data.pid}, secp256k1 ${data.crypto.secp256k1}, keccak ${data.crypto.keccak}`,
      table(
        ['', 'JSON-RPC', 'WebSocket', 'chain id', 'height'],
        [
          ['Ethereum', ethereum.rpc, ethereum.ws, String(ethereum.chainId), height(heads.ethereum)],
          ['Cosmos', cosmos.rpc, cosmos.ws, cosmos.chainId, height(heads.cosmos)],
          ['REST', cosmos.rest, '', '', ''],
          ['Admin', data.admin, '', '', ''],
        ],
      ),
    ].join('\n')
  })
  return exitCodes.ok
}
