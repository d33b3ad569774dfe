/** The power switch of a domain controller: off, nobody is answered; on again, it listens where it did before. */

export interface DirectoryPorts {
  readonly ldap: number
  readonly ldaps: number
  readonly gc: number
}

interface Machine {
  readonly ports: DirectoryPorts
  close(): Promise<void>
}

export interface DirectoryPower<Directory extends Machine> {
  /** The machine as it runs, or as it last ran. */
  readonly current: Directory
  /** Closes its listeners and connections; what is on its disk stays. */
  turnOff(): Promise<void>
  turnOn(): Promise<void>
}

/** `start` begins the machine on any free ports, or on those that it had. */
export async function powerUp<Directory extends Machine>(
  start: (ports?: DirectoryPorts) => Promise<Directory>,
): Promise<DirectoryPower<Directory>> {
  let current = await start()
  let isOn = true
  let turned: Promise<void> = Promise.resolve()
  /** One turn of the switch after the other, whether the one before came right or not. */
  const turn = (on: boolean, act: () => Promise<void>) => {
    turned = turned
      .catch(() => undefined)
      .then(async () => {
        if (isOn === on) return
        await act()
        isOn = on
      })
    return turned
  }
  return {
    get current() {
      return current
    },
    turnOff: () => turn(false, () => current.close()),
    turnOn: () =>
      turn(true, async () => {
        current = await start(current.ports)
      }),
  }
}
