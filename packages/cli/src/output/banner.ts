import type { StatusData } from '@pegzone/api'
import type { DeveloperKeys } from '@pegzone/emulator'
import { table } from './table.ts'

export interface BannerFacts {
  readonly status: StatusData
  readonly keys: readonly DeveloperKeys[]
  /** Undefined: nothing is kept. */
  readonly dataDirectory: string | undefined
  readonly resumed: boolean
  /** How the command is called where this was started: `pegzone`, or npm's way in a checkout. */
  readonly command: string
}

/** The examples are in the checkout only. */
function example(command: string): string {
  return command.startsWith('npm')
    ? '  npm run example -- working-example   the whole flow, on an emulator of its own\n'
    : ''
}

/** What a person needs to go on: endpoints, contracts, accounts with their keys, and the next command. */
export function banner({ status, keys, dataDirectory, resumed, command }: BannerFacts): string {
  const { ethereum, cosmos } = status
  const endpoints = table(
    ['', 'JSON-RPC', 'WebSocket', 'chain id'],
    [
      ['Ethereum', ethereum.rpc, ethereum.ws, String(ethereum.chainId)],
      ['Cosmos', cosmos.rpc, cosmos.ws, cosmos.chainId],
      ['REST', cosmos.rest, '', ''],
      ['Admin', status.admin, '', ''],
    ],
  )
  const contracts = table(
    ['Contract', 'Address'],
    Object.entries(ethereum.contracts).map(([name, at]) => [name, at]),
  )
  const denoms = Object.entries(cosmos.denoms)
    .map(([symbol, denom]) => `${symbol} = ${denom}`)
    .join(', ')
  const accounts = table(
    ['Account', 'Ethereum', 'Cosmos', 'Ethereum private key'],
    keys.map(({ name, ethereum: address, cosmos: bech32, ethereumKey }) => [name, address, bech32, ethereumKey]),
  )
  return `
pegzone: two ledgers, one relayer, one clock          preset ${status.preset}${resumed ? ', resumed' : ''}

${endpoints}

${contracts}
Vouchers on Cosmos (18 decimals): ${denoms}; ${cosmos.channel}

${accounts}
In a built-in preset each starts with 10000 ETH, 1000000 DAI and 1000000 cDAI. Cosmos keys: m/44'/118'/0'/0/i of the mnemonic.

Mnemonic (public, for development only): ${status.mnemonic}

${dataDirectory === undefined ? 'Nothing is kept: --ephemeral.' : `State is kept in ${dataDirectory} (--ephemeral keeps nothing, --reset starts anew).`}
Next, in another terminal:
  ${command} packets${' '.repeat(Math.max(1, 24 - command.length))}what is under way between the chains
  ${command} status${' '.repeat(Math.max(1, 25 - command.length))}this again, with heights
${example(command)}Ctrl-C stops.
`
}
