import { RawJson, type RpcError, type RpcId } from './types.ts'

/** The success message. Throws what JSON.stringify throws (a bigint or a cycle in `value` is a bug of the method). */
export function answerText(id: RpcId, value: unknown): string {
  const result = value instanceof RawJson ? value.text : (JSON.stringify(value) ?? 'null')
  return `{"jsonrpc":"2.0","id":${idText(id)},"result":${result}}`
}

export function errorText(id: RpcId, { code, message, data }: RpcError): string {
  const error = JSON.stringify(data === undefined ? { code, message } : { code, message, data })
  return `{"jsonrpc":"2.0","id":${idText(id)},"error":${error}}`
}

function idText(id: RpcId): string {
  return typeof id === 'number' ? String(id) : JSON.stringify(id)
}
