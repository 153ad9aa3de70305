import { createAdminClient, type WebSocketClass, type WebSocketLike } from '@pegzone/api'
import { describe, expect, it } from 'vitest'

type Listener = (event: { readonly data?: unknown }) => void

/** A socket that says what the test tells it to, at once. */
function scripted(script: (emit: (type: string, data?: unknown) => void) => void): WebSocketClass {
  return class implements WebSocketLike {
    readonly #listeners = new Map<string, Listener>()
    constructor() {
      queueMicrotask(() => script((type, data) => this.#listeners.get(type)?.({ data })))
    }
    addEventListener(type: string, listener: Listener): void {
      this.#listeners.set(type, listener)
    }
    close(): void {
      queueMicrotask(() => this.#listeners.get('close')?.({}))
    }
  }
}

const read = async (WebSocket: WebSocketClass): Promise<number[]> => {
  const seen: number[] = []
  for await (const { seq } of createAdminClient({ url: 'http://127.0.0.1:1', WebSocket }).events()) seen.push(seq)
  return seen
}

describe('the event stream over a WebSocket', () => {
  it('delivers in order and ends with the socket', async () => {
    const socket = scripted((emit) => {
      emit('open')
      for (let seq = 0; seq < 5; seq++) emit('message', JSON.stringify({ run: 'r', seq, type: 'books', data: {} }))
      emit('close')
    })
    expect(await read(socket)).toEqual([0, 1, 2, 3, 4])
  })

  it('gives up by code when nobody takes the events', async () => {
    const socket = scripted((emit) => {
      emit('open')
      for (let seq = 0; seq < 20_000; seq++) emit('message', JSON.stringify({ run: 'r', seq, type: 'books', data: {} }))
    })
    await expect(read(socket)).rejects.toMatchObject({ code: 'API_CONSUMER_SLOW' })
  })

  it('says so when the socket never opens', async () => {
    const socket = scripted((emit) => {
      emit('error')
      emit('close')
    })
    await expect(read(socket)).rejects.toMatchObject({ code: 'API_UNREACHABLE' })
  })
})
