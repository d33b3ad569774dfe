/** oidc-provider ships no types of its own; the bench needs this much. */
declare module 'oidc-provider' {
  export default class Provider {
    constructor(issuer: string, configuration: never)
    callback(): import('node:http').RequestListener
  }
}
