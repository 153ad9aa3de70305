import type { CosmosEvent } from './block-types.ts'

/** `event('transfer', ['recipient', to], …)`: attributes keep their order. */
export function event(type: string, ...attributes: readonly (readonly [key: string, value: string])[]): CosmosEvent {
  return { type, attributes: attributes.map(([key, value]) => ({ key, value })) }
}
