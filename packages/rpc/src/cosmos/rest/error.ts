/** What grpc-gateway answers when a call fails: HTTP status, and `{code, message, details}` with the gRPC code. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly http: number
  readonly code: number

  constructor(http: number, code: number, message: string) {
    super(message)
    this.http = http
    this.code = code
  }
}

export function gatewayBody(code: number, message: string) {
  return { code, message, details: [] }
}
