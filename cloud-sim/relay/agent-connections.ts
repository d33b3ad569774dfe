/** The WebSockets that agents hold open, by tenant. The newest one carries the requests. */
import type { WebSocket } from 'ws'

export interface AgentConnections {
  /** The connection that requests go out on. */
  current(tenantId: string): WebSocket | undefined
  add(tenantId: string, socket: WebSocket): void
  remove(tenantId: string, socket: WebSocket): void
  /** Ends a tenant's connections: its secret is no longer valid. */
  drop(tenantId: string, reason: string): void
  dropAll(reason: string): void
}

/** Application-defined close code: this agent is not wanted (any more). */
const notWanted = 4001

export function createAgentConnections(): AgentConnections {
  const open = new Map<string, readonly WebSocket[]>()
  const drop = (tenantId: string, reason: string) => {
    const sockets = open.get(tenantId) ?? []
    open.delete(tenantId)
    for (const socket of sockets) socket.close(notWanted, reason)
  }
  return {
    current: (tenantId) => open.get(tenantId)?.findLast((socket) => socket.readyState === socket.OPEN),
    add: (tenantId, socket) => void open.set(tenantId, [...(open.get(tenantId) ?? []), socket]),
    remove: (tenantId, socket) => {
      const left = (open.get(tenantId) ?? []).filter((other) => other !== socket)
      if (left.length === 0) open.delete(tenantId)
      else open.set(tenantId, left)
    },
    drop,
    dropAll: (reason) => {
      for (const tenantId of [...open.keys()]) drop(tenantId, reason)
    },
  }
}
