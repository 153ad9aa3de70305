import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** From the ground up. A package may import packages of lower layers only. A new package adds itself here. */
const layers: readonly (readonly string[])[] = [
  ['outcome'],
  ['protocol', 'encoding', 'contracts', 'api', 'client'],
  ['ledger'],
  ['ibc'],
  ['ethereum', 'cosmos'],
  ['attestor'],
  ['relayer'],
  ['world'],
  ['rpc'],
  ['emulator'],
  ['cli'],
]

/** The only imports inside one layer (docs/adr/0001). */
const sideways: Readonly<Record<string, readonly string[]>> = {
  contracts: ['encoding'],
  client: ['api', 'encoding', 'contracts'],
}

/** Packages that may know clock, disk, network, streams. Everything else is pure but for the sub-path named. */
const shell = new Set(['attestor', 'relayer', 'world', 'rpc', 'emulator', 'cli', 'api', 'client'])
const pureExceptions = new Set(['ledger/src/level'])
const impure =
  /from '(rxjs|level|classic-level|ws|fastify|node:(fs|fs\/promises|net|http|https|timers|worker_threads))'/

const root = new URL('..', import.meta.url).pathname
const packages = readdirSync(join(root, 'packages'))
const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name))

function sourceFiles(name: string): string[] {
  const folder = join(root, 'packages', name, 'src')
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join('packages', name, 'src', file))
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'@pegzone\/([a-z]+)(?:\/[a-z]+)?'/g)].map(
    (match) => match[1] as string,
  )
}

describe('architecture', () => {
  it('lists every package in a layer', () => {
    expect(packages.filter((name) => layerOf(name) < 0)).toEqual([])
  })

  it.each(packages)('%s imports only what is below it, and declares it', (name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
    const allowed = (other: string) => layerOf(other) < layerOf(name) || (sideways[name] ?? []).includes(other)
    const wrong = sourceFiles(name).flatMap((file) =>
      importsOf(file)
        .filter((other) => other !== name && !(allowed(other) && declared.has(`@pegzone/${other}`)))
        .map((other) => `${file} imports ${other}`),
    )
    expect(wrong).toEqual([])
    expect([...declared].filter((dep) => dep.startsWith('@pegzone/') && !allowed(dep.slice(9)))).toEqual([])
  })

  it.each(packages.filter((name) => !shell.has(name)))('%s is pure', (name) => {
    const wrong = sourceFiles(name)
      .filter((file) => ![...pureExceptions].some((path) => file.startsWith(`packages/${path}`)))
      .filter((file) => impure.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).toEqual([])
  })

  it.each(packages)('%s has a README, an index of named exports, and no default export', (name) => {
    expect(existsSync(join(root, 'packages', name, 'README.md'))).toBe(true)
    const index = readFileSync(join(root, 'packages', name, 'src/index.ts'), 'utf8')
    expect(index).not.toMatch(/export \* from|export default/)
  })
})
