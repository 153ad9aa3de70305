import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createAdminClient, type HeadsData } from '@pegzone/api'
import { JsonRpcProvider, parseEther, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { connect } from '../../examples/working-example/chains.mjs'
import { type Emulator, startPegzone, temporaryFolder } from './harness.ts'
import { until } from './until.ts'

/** The public development key of the first account. */
const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const fresh = '0x00000000000000000000000000000000000000aa'

function open({ status }: Emulator): JsonRpcProvider {
  return new JsonRpcProvider(status.ethereum.rpc, status.ethereum.chainId, {
    cacheTimeout: -1,
    staticNetwork: true,
    pollingInterval: 20,
  })
}

async function pay(emulator: Emulator): Promise<void> {
  const provider = open(emulator)
  try {
    const sent = await new Wallet(key, provider).sendTransaction({ to: fresh, value: parseEther('1') })
    expect((await sent.wait())?.status).toBe(1)
  } finally {
    provider.destroy()
  }
}

async function received(emulator: Emulator): Promise<bigint> {
  const provider = open(emulator)
  try {
    return await provider.getBalance(fresh)
  } finally {
    provider.destroy()
  }
}

const headsOf = ({ status }: Emulator): Promise<HeadsData> => createAdminClient({ url: status.admin }).heads()

describe.each([
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 0 },
] as const)('$signal', ({ signal, code }) => {
  it(`ends with ${code}, removes the files of the run and keeps the state`, async () => {
    await using folder = await temporaryFolder()
    const args = ['--data-dir', folder.at('data')]
    await using first = await startPegzone({ folder, args })
    await pay(first)
    const heads = await headsOf(first)
    expect(existsSync(folder.at('data/run.json'))).toBe(true)
    expect(await first.stop(signal)).toMatchObject({ code, signal: null, stderr: '' })
    expect(existsSync(first.readyFile)).toBe(false)
    expect(existsSync(folder.at('data/run.json'))).toBe(false)

    await using second = await startPegzone({ folder, args })
    expect(await received(second)).toBe(parseEther('1'))
    expect((await headsOf(second)).ethereum).toMatchObject({
      height: heads.ethereum?.height,
      hash: heads.ethereum?.hash,
    })
    await pay(second)
    expect(await received(second)).toBe(parseEther('2'))
    expect(await second.stop(signal)).toMatchObject({ code })
  })

  it('ends an ephemeral emulator with open connections as cleanly', async () => {
    await using folder = await temporaryFolder()
    await using emulator = await startPegzone({ folder, args: ['--ephemeral'] })
    const watching = new AbortController()
    const events = createAdminClient({ url: emulator.status.admin }).events({ signal: watching.signal })
    const reader = events[Symbol.asyncIterator]()
    expect((await reader.next()).value).toMatchObject({ type: 'snapshot' })
    expect(await emulator.stop(signal)).toMatchObject({ code, signal: null, stderr: '' })
    watching.abort()
    await reader.return?.(undefined)
    expect(existsSync(emulator.readyFile)).toBe(false)
  })
})

describe('a stop while a packet waits for a block', () => {
  it('does not wait for that block, and the next run delivers the packet', async () => {
    await using folder = await temporaryFolder()
    const args = ['--data-dir', folder.at('data')]
    await using slow = await startPegzone({ folder, args: [...args, '--cosmos-block-time', '3600'] })
    const alice = await connect(slow.status, 'alice')
    try {
      const { DAI, PegBridge } = alice.ethereum.contracts
      const timeoutNs = BigInt(Math.floor(Date.now() / 1000) + 3600) * 1_000_000_000n
      await (await DAI.getFunction('approve').send(PegBridge.target, 5n)).wait()
      const send = PegBridge.getFunction('sendTransfer')
      await (await send.send(DAI.target, 5n, alice.cosmos.address, 'channel-0', timeoutNs, '')).wait()
    } finally {
      alice.close()
    }
    const admin = createAdminClient({ url: slow.status.admin })
    expect(await admin.packets()).toMatchObject([{ state: 'sent' }])
    const asked = Date.now()
    expect(await slow.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(Date.now() - asked).toBeLessThan(10_000)

    await using second = await startPegzone({ folder, args })
    const again = createAdminClient({ url: second.status.admin })
    await until('the acknowledgement', async () => (await again.packets({ state: 'acknowledged' })).length === 1)
  })
})

describe('the admin action stop', () => {
  it('needs the token of the run, and ends the process with 0', async () => {
    await using folder = await temporaryFolder()
    await using emulator = await startPegzone({ folder, args: ['--data-dir', folder.at('data')] })
    const file = folder.at('data/run.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const run = JSON.parse(await readFile(file, 'utf8')) as { url: string; token: string; pid: number }
    expect(run).toMatchObject({ url: emulator.status.admin, pid: emulator.pid })
    await expect(createAdminClient({ url: run.url }).act('stop')).rejects.toMatchObject({ code: 'RPC_TOKEN_WRONG' })
    await expect(createAdminClient({ url: run.url, token: 'wrong' }).act('stop')).rejects.toMatchObject({
      code: 'RPC_TOKEN_WRONG',
    })
    expect(await createAdminClient(run).act('stop')).toEqual({ stopping: true })
    expect(await emulator.exited).toMatchObject({ code: 0, stderr: '' })
  })
})
