// Runs the pegzone command from this checkout, bundling it first when a source file is newer than the bundle.
import { bundle, entryUrl, isStale } from './bundle.mjs'

if (isStale()) {
  process.stderr.write('building pegzone (sources are newer than the bundle) …\n')
  await bundle()
}
await import(entryUrl())
