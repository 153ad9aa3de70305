import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorText } from './answer.ts'
import { anyOrigin, preflightHeaders } from './cors.ts'
import type { Answer, Dispatcher } from './dispatch.ts'
import type { RpcLimits } from './limits.ts'
import { type JsonRpcDialect, type RpcContext, RpcError, rpcCodes } from './types.ts'

export interface HttpHandlerOptions {
  readonly dispatcher: Dispatcher
  readonly dialect: JsonRpcDialect
  readonly methods: readonly string[]
  readonly limits: RpcLimits
  /** While true every answer also ends its connection. */
  readonly closing: () => boolean
}

const context = (transport: 'http' | 'uri'): RpcContext => ({
  transport,
  connection: 0,
  notify: undefined,
  onClose: () => {},
})

/** POST a request or a batch; OPTIONS for CORS; GET in the URI form where the dialect has it. 200 also for errors. */
export function createHttpHandler({ dispatcher, dialect, methods, limits, closing }: HttpHandlerOptions) {
  const post = context('http')
  const get = context('uri')

  function send(response: ServerResponse, status: number, text: string, type = 'application/json'): void {
    if (response.destroyed || response.headersSent) return
    response.writeHead(status, [
      'content-type',
      type,
      'content-length',
      String(Buffer.byteLength(text)),
      'access-control-allow-origin',
      '*',
      ...(closing() ? ['connection', 'close'] : []),
    ])
    response.end(text)
  }

  function sendAnswer(response: ServerResponse, answer: Answer): void {
    if (typeof answer === 'string') send(response, 200, answer)
    else if (answer === undefined) response.writeHead(204, anyOrigin).end()
    // The dispatcher never rejects.
    else void answer.then((text) => sendAnswer(response, text))
  }

  /** Refuses a body that is not read to its end: the rest of the stream is of no use, so the connection ends. */
  function cut(request: IncomingMessage, response: ServerResponse, status: number, message: string): void {
    request.removeAllListeners('data').resume()
    response.setHeader('connection', 'close')
    const text = errorText(null, new RpcError(rpcCodes.limit, message))
    response.writeHead(status, { 'content-type': 'application/json', ...anyOrigin })
    response.end(text, () => request.socket.destroySoon())
  }

  function receive(request: IncomingMessage, response: ServerResponse): void {
    const refused = refusal(request, limits)
    if (refused !== undefined) {
      cut(request, response, ...refused)
      return
    }
    let first: Buffer | undefined
    let rest: Buffer[] | undefined
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limits.bodyBytes) cut(request, response, ...tooLarge(limits))
      else if (first === undefined) first = chunk
      else if (rest === undefined) rest = [first, chunk]
      else rest.push(chunk)
    })
    request.on('end', () => {
      if (response.writableEnded) return
      const body = rest === undefined ? first : Buffer.concat(rest, size)
      sendAnswer(response, dispatcher.handle(body === undefined ? '' : body.toString('utf8'), post))
    })
    // A client that went away in the middle of its body: nothing to answer, nothing to keep.
    request.on('error', () => {})
  }

  /** `/abci_query?path="/x"` calls the method `abci_query` with the raw texts as named params. */
  function uri(request: IncomingMessage, response: ServerResponse): void {
    const { path, query } = splitUrl(request.url)
    const method = path.replace(/^\/+|\/+$/g, '')
    if (method === '') send(response, 200, index(methods), 'text/html; charset=utf-8')
    else if (!dialect.uri || !methods.includes(method)) send(response, 404, notFound(dialect, method))
    else sendAnswer(response, dispatcher.call(method, Object.fromEntries(new URLSearchParams(query)), get, -1))
  }

  return function handle(request: IncomingMessage, response: ServerResponse): void {
    // Reset by the client while we write: the socket is gone, and with it everyone who could be told.
    response.on('error', () => {})
    if (request.method === 'POST') receive(request, response)
    else if (request.method === 'GET' || request.method === 'HEAD') uri(request, response)
    else if (request.method === 'OPTIONS') {
      response.writeHead(204, preflightHeaders(request.headers, 'GET, POST, OPTIONS')).end()
    } else {
      response.setHeader('allow', 'GET, POST, OPTIONS')
      send(response, 405, errorText(null, new RpcError(rpcCodes.invalidRequest, 'POST a JSON-RPC request')))
    }
  }
}

type Refused = readonly [status: number, message: string]

/** Is the body not worth reading, by its headers alone. */
function refusal({ headers }: IncomingMessage, limits: RpcLimits): Refused | undefined {
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes) return tooLarge(limits)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') return [415, `content-encoding ${encoding.slice(0, 32)} is not supported`]
  return undefined
}

const tooLarge = ({ bodyBytes }: RpcLimits): Refused => [413, `request body too large: at most ${bodyBytes} bytes`]

/** Never throws, as `new URL` does for `//`. */
export function splitUrl(url = '/'): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

function notFound(dialect: JsonRpcDialect, method: string): string {
  return errorText(-1, dialect.methodNotFound(method.slice(0, 64)))
}

/** What a browser shows at `/`: the methods, so that a person sees what answers here. */
function index(methods: readonly string[]): string {
  const items = methods.map((name) => `<li><code>${name}</code></li>`).join('')
  return `<!doctype html><title>Pegzone</title><h1>JSON-RPC: POST here</h1><ul>${items}</ul>`
}
