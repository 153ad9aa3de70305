import type { Ibc } from '@pegzone/ibc'
import type { BoundQuery } from '../query/method.ts'
import { channelQueries } from './channel-queries.ts'
import { clientQueries } from './client-queries.ts'
import { connectionQueries } from './connection-queries.ts'
import { packetQueries } from './packet-queries.ts'

/** Queries of ibc core. */
export function ibcQueries(ibc: Ibc): readonly BoundQuery[] {
  return [...clientQueries(ibc), ...connectionQueries(ibc), ...channelQueries(ibc), ...packetQueries(ibc)]
}
