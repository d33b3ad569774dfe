/** Device flows under way: a device polls with its code while a person types the short one at a page. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Instant } from '#core/ports.ts'

export interface DeviceApproval {
  readonly userId: string
  readonly authTime: Instant
  readonly amr: readonly string[]
  readonly sessionId: string
}

export interface DeviceFlow {
  readonly deviceCode: string
  readonly userCode: string
  readonly tenantId: string | undefined
  readonly appId: string
  readonly scope: string
  readonly resource: string | undefined
  /** Set by approval; a flow opened at /organizations belongs to the approver's tenant from then on. */
  approvedBy: { readonly tenantId: string; readonly approval: DeviceApproval } | undefined
  state: 'pending' | 'approved' | 'declined' | 'redeemed'
  readonly expiresAt: (tenantNow: Instant) => boolean
}

export interface DeviceCodes {
  start(flow: Pick<DeviceFlow, 'tenantId' | 'appId' | 'scope' | 'resource' | 'expiresAt'>): DeviceFlow
  byDeviceCode(deviceCode: string): DeviceFlow | undefined
  byUserCode(userCode: string): DeviceFlow | undefined
}

/** No vowels and nothing that looks like something else, as the real codes. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ23456789'
const kept = 1000

const userCode = (): string => Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join('')

export function createDeviceCodes(): DeviceCodes {
  const byDevice = new Map<string, DeviceFlow>()
  const byUser = new Map<string, DeviceFlow>()
  return {
    start: (about) => {
      const flow: DeviceFlow = {
        ...about,
        deviceCode: randomBytes(48).toString('base64url'),
        userCode: userCode(),
        approvedBy: undefined,
        state: 'pending',
      }
      byDevice.set(flow.deviceCode, flow)
      byUser.set(flow.userCode, flow)
      for (const oldest of byDevice.values()) {
        if (byDevice.size <= kept) break
        byDevice.delete(oldest.deviceCode)
        byUser.delete(oldest.userCode)
      }
      return flow
    },
    byDeviceCode: (deviceCode) => byDevice.get(deviceCode),
    byUserCode: (code) => byUser.get(code.trim().toUpperCase()),
  }
}
