import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { catalogues, errorsPage } from './errors-page.ts'

it('docs/errors.md is what the catalogues say: run node scripts/errors.mjs', () => {
  expect(readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsPage())
})

it('has no code twice', () => {
  const codes = catalogues.flatMap((catalogue) => Object.keys(catalogue))
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
})
