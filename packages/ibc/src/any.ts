/** A protobuf `Any`: message bytes with the name of their type. */
export interface Any {
  readonly typeUrl: string
  readonly value: Uint8Array
}
