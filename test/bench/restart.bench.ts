// Reopening a kept world whose Ethereum side has 100 000 accounts, each with a nonce, wei, DAI and IXO.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesToHex, type EthAddress, sha256, utf8ToBytes } from '@pegzone/encoding'
import { accountOf, tokens } from '@pegzone/ethereum'
import { openLevelDatabase } from '@pegzone/ledger/level'
import type { WorldGenesis } from '@pegzone/world'
import { callOnce } from './support/connection.ts'
import { ensureBundle, freePort } from './support/processes.ts'
import { median, report, rounded, spread } from './support/report.ts'
import { accounts, exampleGenesis, openWorld } from './support/world.ts'

const count = 100_000
const opens = 5
const unit = 10n ** 18n
const holders = Array.from({ length: count }, (_, at) => bytesToHex(sha256(utf8ToBytes(`holder ${at}`)).subarray(12)))
const held = 'Ethereum accounts with nonce, wei, DAI and IXO each'

const folder = await mkdtemp(join(tmpdir(), 'pegzone-bench-'))
try {
  const genesis = crowded(exampleGenesis())
  await inProcess(join(folder, 'in-process'), genesis)
  await byCommand(join(folder, 'by-command'), genesis)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function inProcess(directory: string, genesis: WorldGenesis): Promise<void> {
  await mkdir(directory, { recursive: true })
  const once = async (): Promise<{ readonly ms: number; readonly read: number }> => {
    const started = performance.now()
    const database = await openLevelDatabase(directory)
    const { world, stop } = await openWorld(database, genesis, { history: 1_000 })
    const ms = performance.now() - started
    const view = world.ethereum.ledger.latest
    let sum = 0n
    for (const holder of holders) {
      sum += accountOf(view, holder).balance
      for (const { balances } of tokens.tokens) sum += view.read(balances).get(holder) ?? 0n
    }
    if (sum !== 3n * unit * BigInt(count)) throw new Error(`the holders have ${sum}`)
    const read = performance.now() - started
    await stop()
    await database.close()
    return { ms, read }
  }
  await once()
  const found: { readonly ms: number; readonly read: number }[] = []
  for (let at = 0; at < opens; at++) found.push(await once())
  const times = found.map(({ ms }) => ms)
  const read = median(found.map(({ read }) => read))
  const detail = `${count} ${held}; database, both ledgers, chains, packet log opened in process on LevelDB, all state in memory; median of ${opens} ${spread(times)}; ${rounded(read)} with every balance read`
  report('restart/in-process', median(times), 'ms', detail)
}

async function byCommand(directory: string, genesis: WorldGenesis): Promise<void> {
  const file = join(folder, 'genesis.json')
  await writeFile(file, JSON.stringify(genesis))
  await up(['--data-dir', directory, '--genesis', file])
  const times: number[] = []
  for (let at = 0; at < opens; at++) times.push(await up(['--data-dir', directory]))
  const detail = `${count} ${held}; pegzone up on the kept directory until a balance is answered; median of ${opens} ${spread(times)}`
  report('restart/command', median(times), 'ms', detail)
}

/** Milliseconds until the last holder's wei was answered. */
async function up(flags: readonly string[]): Promise<number> {
  const port = await freePort()
  const ports = ['--eth-port', `${port}`, '--cosmos-port', '0', '--rest-port', '0', '--admin-port', '0']
  const entry = ensureBundle()
  const started = performance.now()
  const child = spawn(process.execPath, [entry, 'up', ...flags, ...ports], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the command ended with ${child.exitCode}`)
      const wei = await callOnce(port, 'eth_getBalance', [holders.at(-1), 'latest']).catch(() => undefined)
      if (wei === undefined) await sleep(3)
      else if (BigInt(wei as string) === unit) return performance.now() - started
      else throw new Error(`the last holder has ${String(wei)} wei`)
    }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** The genesis with the holders in it. Their IXO come from the founders, so that the supply stays the curve's. */
function crowded(genesis: WorldGenesis): WorldGenesis {
  const { ethereum } = genesis
  const { DAI, IXO } = ethereum.contracts
  const each = (): Record<EthAddress, string> => Object.fromEntries(holders.map((holder) => [holder, String(unit)]))
  const founders = accounts.services.founders.ethereum.address
  const left = BigInt(IXO.balances[founders] ?? '0') - unit * BigInt(count)
  return {
    ...genesis,
    ethereum: {
      ...ethereum,
      accounts: [...ethereum.accounts, ...holders.map((address) => ({ address, wei: String(unit) }))],
      contracts: {
        ...ethereum.contracts,
        DAI: { ...DAI, balances: { ...DAI.balances, ...each() } },
        IXO: { ...IXO, balances: { ...IXO.balances, ...each(), [founders]: String(left) } },
      },
    },
  }
}
