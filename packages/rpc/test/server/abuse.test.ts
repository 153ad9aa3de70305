import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dial, drain, request, type Served, serve } from './support.ts'

let served: Served
beforeAll(async () => {
  served = await serve({
    limits: {
      bodyBytes: 64 * 1024,
      batchLength: 50,
      batchResponseBytes: 10_000,
      headersMs: 300,
      requestMs: 400,
      connections: 40,
    },
  })
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
})

const alive = async (): Promise<void> => {
  expect((await served.post(request('echo', ['alive']))).json.result).toEqual(['alive'])
}

describe('what no client should send', () => {
  it.each([
    ['', -32700],
    ['{', -32700],
    ['{"jsonrpc":"2.0","id":1,"method":"echo"', -32700],
    ['\u0000\u0001', -32700],
    ['nul', -32700],
    ['null', -32600],
    ['1', -32600],
    ['"echo"', -32600],
    ['true', -32600],
    ['[]', -32600],
    ['{}', -32600],
    ['{"id":1}', -32600],
    ['{"id":1,"method":5}', -32600],
    ['{"id":{"a":1},"method":"echo"}', -32600],
    ['{"id":1,"method":"echo","jsonrpc":"1.0"}', -32600],
    ['{"id":1,"method":"echo","params":5}', -32602],
    ['{"id":1,"method":"echo","params":"x"}', -32602],
    ['{"id":1,"method":"echo","params":{"a":1}}', -32602],
    ['{"id":1,"method":"constructor"}', -32601],
    ['{"id":1,"method":"__proto__"}', -32601],
    ['{"id":1,"method":"toString"}', -32601],
    ['{"id":1,"method":"","params":[]}', -32601],
  ])('%j is answered with %i', async (body, code) => {
    const { status, json } = await served.post(body)
    expect([status, json.error.code]).toEqual([200, code])
    await alive()
  })

  it('answers any JSON value with a well-formed message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        const { status, json } = await served.post(JSON.stringify(value))
        expect(status).toBe(200)
        for (const message of Array.isArray(json) ? json : [json]) expect(message.jsonrpc).toBe('2.0')
      }),
      { seed: 11, numRuns: 60 },
    )
  })

  it('refuses deep nesting, in depth and in brackets, without recursion trouble', async () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
    expect((await served.post(`{"id":1,"method":"echo","params":${nested(64)}}`)).json.error).toBeUndefined()
    expect((await served.post(`{"id":1,"method":"echo","params":${nested(65)}}`)).json.error.code).toBe(-32602)
    expect((await served.post(`{"id":1,"method":"echo","params":${nested(30_000)}}`)).json.error.code).toBe(-32602)
    expect((await served.post(nested(32_000))).json).toEqual([
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'Invalid Request' } },
    ])
    await alive()
  })

  it('refuses a body over the limit, announced or not, and hangs up', async () => {
    const { status, json } = await served.post(`"${'x'.repeat(70_000)}"`)
    expect([status, json.error.code]).toEqual([413, -32005])
    const socket = await dial(served.server.port)
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const answer = drain(socket)
    for (let n = 0; n < 8 && socket.writable; n++) socket.write(chunk)
    expect(await answer).toMatch(/^HTTP\/1.1 413 /)
    await alive()
  })

  it('refuses compressed bodies instead of inflating them', async () => {
    const { status, json } = await served.post('x', { 'content-encoding': 'gzip' })
    expect([status, json.error.code]).toEqual([415, -32005])
  })

  it('bounds a batch by length and by the size of its answers', async () => {
    const long = await served.post(Array.from({ length: 51 }, (_, id) => request('echo', [], id)))
    expect(long.json.error.code).toBe(-32600)
    const { json } = await served.post([request('big', [6_000], 1), request('big', [6_000], 2), request('echo', [], 3)])
    expect(json[0].result).toHaveLength(6_000)
    expect(json[1]).toEqual({ jsonrpc: '2.0', id: 2, error: { code: -32003, message: 'response too large' } })
    expect(json[2].result).toEqual([])
  })

  it('survives bytes that are no HTTP and huge headers', async () => {
    const garbage = await dial(served.server.port)
    garbage.write('\u0016\u0003\u0001 not http at all\r\n\r\n')
    expect(await drain(garbage)).toMatch(/^HTTP\/1.1 400 /)
    const headers = await dial(served.server.port)
    headers.write(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)
    expect(await drain(headers)).toMatch(/^HTTP\/1.1 431 /)
    await alive()
  })

  it('survives a client that leaves in the middle of its body or of the answer', async () => {
    const half = await dial(served.server.port)
    half.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"id"')
    half.resetAndDestroy()
    const impatient = await dial(served.server.port)
    const body = JSON.stringify(request('big', [9_000_000]))
    impatient.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    await once(impatient, 'data')
    impatient.resetAndDestroy()
    await alive()
    expect(served.bugs).toEqual([])
  })
})

describe('half-open sockets', () => {
  it('ends a socket that sends nothing, half a header, or half a body', async () => {
    const silent = await dial(served.server.port)
    const header = await dial(served.server.port)
    header.write('POST / HTTP/1.1\r\nhost:')
    const body = await dial(served.server.port)
    body.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{')
    expect(await drain(silent)).toMatch(/^(HTTP\/1.1 408 |$)/)
    expect(await drain(header)).toMatch(/^HTTP\/1.1 408 /)
    expect(await drain(body)).toMatch(/^HTTP\/1.1 408 /)
    await alive()
  })

  it('drops connections beyond the limit and serves again when they are gone', async () => {
    const sockets = await Promise.all(Array.from({ length: 45 }, () => dial(served.server.port)))
    const dropped = await Promise.race(sockets.map((socket) => once(socket, 'close').then(() => true)))
    expect(dropped).toBe(true)
    for (const socket of sockets) socket.destroy()
    await alive()
  })
})
