import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/** Requests one after the other on each connection: `bodies[c]` are those of connection c. */
export interface Load {
  readonly port: number
  readonly bodies: readonly (readonly string[])[]
}

/** Starts a generator in a thread of its own. The bench file has to call `serveLoad` first thing when it is the thread. */
export async function generate(url: string, load: Load): Promise<number> {
  const worker = new Worker(fileURLToPath(url), { workerData: load })
  const [seconds] = (await once(worker, 'message')) as [number]
  await once(worker, 'exit')
  return seconds
}

/** In the thread: sends everything, reports the seconds from first byte to last answer. */
export async function serveLoad(): Promise<boolean> {
  if (isMainThread) return false
  const { port, bodies } = workerData as Load
  const sockets = await Promise.all(
    bodies.map(async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true)
      await once(socket, 'connect')
      return socket
    }),
  )
  const started = performance.now()
  await Promise.all(sockets.map((socket, at) => run(socket, bodies[at] as readonly string[])))
  parentPort?.postMessage((performance.now() - started) / 1000)
  for (const socket of sockets) socket.destroy()
  return true
}

/** The smallest HTTP client that can tell where an answer ends: headers, content-length, nothing else. */
function run(socket: ReturnType<typeof connect>, bodies: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0
    let pending: Buffer = Buffer.alloc(0)
    const send = (): void => {
      const body = bodies[next] as string
      next += 1
      socket.write(
        `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    }
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const head = pending.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(pending.toString('latin1', 0, head))?.[1])
      if (pending.length < head + 4 + length) return
      if (pending.includes('"error"')) return reject(new Error(pending.toString('utf8', head, head + 400)))
      pending = Buffer.alloc(0)
      if (next === bodies.length) resolve()
      else send()
    })
    send()
  })
}
