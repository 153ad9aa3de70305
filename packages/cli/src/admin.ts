import { type AdminClient, createAdminClient } from '@pegzone/api'
import { readRunFile } from '@pegzone/emulator'

export interface AdminOptions {
  /** URL of the admin API; wins over the data directory. */
  readonly admin?: string | undefined
  readonly dataDir: string
}

/** The emulator that is meant: the one named, else the one whose data directory this is, else the default port. */
export async function connectAdmin({ admin, dataDir }: AdminOptions): Promise<AdminClient> {
  if (admin !== undefined) return createAdminClient({ url: admin })
  const run = await readRunFile(dataDir)
  return createAdminClient(run ?? { url: 'http://127.0.0.1:4747' })
}
