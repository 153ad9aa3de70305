import { answerText, errorText } from './answer.ts'
import type { RpcLimits } from './limits.ts'
import {
  type JsonRpcDialect,
  type RpcContext,
  RpcError,
  type RpcId,
  type RpcParams,
  type RpcTable,
  rpcCodes,
} from './types.ts'

/** JSON text to answer with; undefined: nothing to say (only notifications came). Synchronous when the methods are. */
export type Answer = string | undefined | Promise<string | undefined>

export interface DispatchOptions {
  readonly table: RpcTable
  readonly dialect: JsonRpcDialect
  readonly limits: Pick<RpcLimits, 'batchLength' | 'batchResponseBytes' | 'depth'>
  /** Sees what clients must not: errors that are bugs. */
  readonly onError: (error: unknown, method: string) => void
}

export interface Dispatcher {
  /** Answers one message: a request, a notification, or a batch of them. Never throws, never rejects. */
  handle(text: string, context: RpcContext): Answer
  /** Calls one method by name and wraps its result for `id`. */
  call(method: string, params: RpcParams, context: RpcContext, id: RpcId): string | Promise<string>
}

/** Parses, checks, looks up, calls, wraps. The members of a batch start in order and run side by side, as in anvil. */
export function createDispatcher({ table, dialect, limits, onError }: DispatchOptions): Dispatcher {
  function fail(id: RpcId, error: unknown, method: string): string {
    if (error instanceof RpcError) return errorText(id, error)
    onError(error, method)
    return errorText(id, dialect.internal())
  }

  function finish(id: RpcId, value: unknown, method: string): string {
    try {
      return answerText(id, value)
    } catch (error) {
      return fail(id, error, method)
    }
  }

  function call(name: string, params: RpcParams, context: RpcContext, id: RpcId): string | Promise<string> {
    const method = table.get(name)
    if (method === undefined) return errorText(id, dialect.methodNotFound(name))
    try {
      const value = method(params, context, id)
      if (!isThenable(value)) return finish(id, value, name)
      return Promise.resolve(value).then(
        (settled) => finish(id, settled, name),
        (error: unknown) => fail(id, error, name),
      )
    } catch (error) {
      return fail(id, error, name)
    }
  }

  function one(message: unknown, context: RpcContext): Answer {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) return errorText(null, invalid())
    const { id, method, params, jsonrpc } = message as Readonly<Record<string, unknown>>
    const known = id === undefined || isId(id)
    const echo: RpcId = known && id !== undefined ? id : null
    if (!known || typeof method !== 'string' || (jsonrpc !== undefined && jsonrpc !== '2.0')) {
      return errorText(echo, invalid())
    }
    const checked = checkParams(params, dialect, limits.depth)
    const answer = checked instanceof RpcError ? errorText(echo, checked) : call(method, checked, context, echo)
    if (id !== undefined) return answer
    return typeof answer === 'string' ? undefined : answer.then(() => undefined)
  }

  function batch(messages: readonly unknown[], context: RpcContext): Answer {
    if (messages.length === 0) return errorText(null, invalid('empty batch'))
    if (messages.length > limits.batchLength) {
      return errorText(null, invalid(`batch too large: ${messages.length} requests, at most ${limits.batchLength}`))
    }
    const answers = messages.map((message) => one(message, context))
    if (answers.some(isThenable)) return Promise.all(answers).then((done) => join(done, messages))
    return join(answers as readonly (string | undefined)[], messages)
  }

  function join(answers: readonly (string | undefined)[], messages: readonly unknown[]): string | undefined {
    let text = ''
    for (const [at, answer] of answers.entries()) {
      if (answer === undefined) continue
      const fits = text.length + answer.length <= limits.batchResponseBytes
      text += (text === '' ? '[' : ',') + (fits ? answer : errorText(idOf(messages[at]), tooLarge()))
    }
    return text === '' ? undefined : `${text}]`
  }

  return {
    call,
    handle(text, context) {
      let message: unknown
      try {
        message = JSON.parse(text)
      } catch {
        // Not JSON is the client's mistake, and the parser's text says nothing a client can match on.
        return errorText(null, new RpcError(rpcCodes.parse, 'Parse error'))
      }
      return Array.isArray(message) ? batch(message, context) : one(message, context)
    },
  }
}

function checkParams(params: unknown, dialect: JsonRpcDialect, depth: number): RpcParams | RpcError {
  if (params === undefined || params === null) return []
  if (typeof params !== 'object' || !(Array.isArray(params) || dialect.namedParams)) {
    return new RpcError(rpcCodes.invalidParams, dialect.namedParams ? 'Invalid params' : 'non-array args')
  }
  if (!shallow(params, depth)) return new RpcError(rpcCodes.invalidParams, `params nested deeper than ${depth}`)
  return params as RpcParams
}

/** Is nothing nested deeper than `depth`. Recursion is bounded by `depth` itself. */
function shallow(value: object, depth: number): boolean {
  if (depth === 0) return false
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof item === 'object' && item !== null && !shallow(item, depth - 1)) return false
  }
  return true
}

function isId(id: unknown): id is RpcId {
  return typeof id === 'string' || typeof id === 'number' || id === null
}

function idOf(message: unknown): RpcId {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null
  return isId(id) ? id : null
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

const invalid = (text = 'Invalid Request'): RpcError => new RpcError(rpcCodes.invalidRequest, text)
const tooLarge = (): RpcError => new RpcError(-32003, 'response too large')
