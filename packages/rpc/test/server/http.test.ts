import { createRpcServer, ethereumDialect, rpcTable } from '@pegzone/rpc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, methods, request, type Served, serve } from './support.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
})

describe('JSON-RPC over POST', () => {
  it('answers results, promises, ready-made JSON and nothing', async () => {
    expect((await served.post(request('echo', [1, 'a', null]))).text).toBe(
      '{"jsonrpc":"2.0","id":1,"result":[1,"a",null]}',
    )
    expect((await served.post(request('later', ['x'], 'abc'))).json).toEqual({
      jsonrpc: '2.0',
      id: 'abc',
      result: ['x'],
    })
    expect((await served.post(request('raw', [], null))).json).toEqual({
      jsonrpc: '2.0',
      id: null,
      result: { cached: true },
    })
    expect((await served.post(request('nothing'))).json).toEqual({ jsonrpc: '2.0', id: 1, result: null })
    expect((await served.post(request('who'))).json.result).toEqual({ transport: 'http', connection: 0 })
  })

  it('takes absent and null params for an empty list', async () => {
    expect((await served.post(request('echo'))).json.result).toEqual([])
    expect((await served.post(request('echo', null))).json.result).toEqual([])
  })

  it('keeps characters beyond ASCII whole', async () => {
    const text = 'a€𝄞\u0000"\\'
    expect((await served.post(request('echo', [text]))).json.result).toEqual([text])
  })

  it('answers 200 with the error of the method', async () => {
    const refused = await served.post(request('refuse'))
    expect(refused.status).toBe(200)
    expect(refused.json.error).toEqual({ code: 3, message: 'execution reverted: no', data: '0x08c379a0' })
    expect((await served.post(request('refuseLater'))).json.error).toEqual({ code: -32000, message: 'nonce too low' })
  })

  it('hides a bug from the client and shows it to the operator', async () => {
    for (const method of ['bug', 'bigint']) {
      const { text, json } = await served.post(request(method))
      expect(json.error).toEqual({ code: -32603, message: 'Internal error' })
      expect(text).not.toContain('secret')
      expect(served.bugs.at(-1)).toMatch(new RegExp(`^${method}: TypeError`))
    }
  })

  it('answers a batch in its order, each with its own outcome', async () => {
    const { json } = await served.post([
      request('later', [1], 1),
      request('missing', [], 2),
      request('echo', [3], 3),
      { jsonrpc: '2.0', method: 'echo', params: [] },
      7,
      request('refuse', [], 5),
    ])
    expect(json.map(({ id }: Json) => id)).toEqual([1, 2, 3, null, 5])
    expect(json[0].result).toEqual([1])
    expect(json[1].error).toEqual({ code: -32601, message: 'the method missing does not exist/is not available' })
    expect(json[3].error.code).toBe(-32600)
    expect(json[4].error.code).toBe(3)
  })

  it('answers notifications with nothing', async () => {
    const alone = await served.post({ jsonrpc: '2.0', method: 'echo' })
    expect([alone.status, alone.text]).toEqual([204, ''])
    expect((await served.post([{ jsonrpc: '2.0', method: 'later' }])).text).toBe('')
  })
})

describe('HTTP around it', () => {
  it('lets any page call (CORS), also with private network access', async () => {
    const preflight = await fetch(served.server.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-custom',
        'access-control-request-private-network': 'true',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type, x-custom')
    expect(preflight.headers.get('access-control-allow-private-network')).toBe('true')
    const answer = await fetch(served.server.url, { method: 'POST', body: JSON.stringify(request('echo')) })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  it('answers GET / for people and health checks, 404 and 405 otherwise', async () => {
    const page = await fetch(served.server.url)
    expect([page.status, (await page.text()).includes('echo')]).toEqual([200, true])
    expect((await fetch(`${served.server.url}/echo`)).status).toBe(404)
    expect((await fetch(`${served.server.url}//`)).status).toBe(200)
    const put = await fetch(served.server.url, { method: 'PUT', body: '{}' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS'])
  })

  it('refuses a busy port by code, and leaves the first server alone', async () => {
    const { port } = served.server
    const second = await createRpcServer({ name: 'ethereum', port, dialect: ethereumDialect, table: methods })
    expect(second).toEqual({ ok: false, rejection: { code: 'RPC_PORT_IN_USE', port, name: 'ethereum' } })
    expect((await served.post(request('echo', [1]))).json.result).toEqual([1])
  })

  it('refuses an address this machine does not have', async () => {
    const made = await createRpcServer({
      name: 'x',
      port: 0,
      host: '203.0.113.1',
      dialect: ethereumDialect,
      table: methods,
    })
    expect(made).toEqual({ ok: false, rejection: { code: 'RPC_HOST_UNKNOWN', host: '203.0.113.1', name: 'x' } })
  })
})

describe('close', () => {
  it('lets answers under way out, ends idle connections, and can be called twice', async () => {
    let release = (): void => {}
    const gate = new Promise<string>((resolve) => {
      release = () => resolve('done')
    })
    const closing = await serve({ table: rpcTable({ wait: () => gate }, methods), limits: { drainMs: 5_000 } })
    expect((await closing.post(request('echo'))).status).toBe(200)
    const waiting = closing.post(request('wait'))
    const client = await closing.open()
    await new Promise((resolve) => setImmediate(resolve))
    while (closing.server.connections === 0) await new Promise((resolve) => setImmediate(resolve))
    client.send(request('who'))
    expect((await client.next()).result.transport).toBe('ws')
    const started = performance.now()
    const closed = Promise.all([closing.server.close(), closing.server.close()])
    expect(await client.closed).toBe(1001)
    release()
    expect((await waiting).json.result).toBe('done')
    await closed
    expect(performance.now() - started).toBeLessThan(4_000)
    await expect(fetch(closing.server.url)).rejects.toThrow()
  })

  it('cuts what never ends after the drain time', async () => {
    const closing = await serve({ limits: { drainMs: 50 } })
    const stuck = closing.post(request('never')).catch((error: Error) => error)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await closing.server.close()
    expect(await stuck).toBeInstanceOf(Error)
  })
})
