/** msal-node's network port over undici with the lab's CA; outside a test one sets NODE_EXTRA_CA_CERTS instead. */
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { Agent, fetch } from 'undici'

export function trustingNetwork(ca: string): INetworkModule {
  const dispatcher = new Agent({ connect: { ca } })
  const send = async <Body>(
    method: string,
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<Body>> => {
    const answer = await fetch(url, {
      dispatcher,
      method,
      headers: options.headers ?? {},
      ...(options.body === undefined ? {} : { body: options.body }),
    })
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: (await answer.json()) as Body,
    }
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
}
