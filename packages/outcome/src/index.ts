export { type Catalogue, docsOf, type Explanation, explain, PegZoneError } from './error.ts'
export { type Outcome, ok, type Rejection, refuse } from './outcome.ts'
