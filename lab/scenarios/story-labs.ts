/**
 * Which lab a story is played in. A lab can become every world on its own ground, and no other; for a story on another ground
 * there is a lab beside it, made when the story is first begun, and from there the way back to the first one.
 */
import { LabRefusal } from '../refusal.ts'
import type { ScenarioLibrary } from './scenario-library.ts'

interface StoryLab {
  readonly info: { readonly lab: string; readonly world: string }
}

interface Around<Running extends StoryLab> {
  readonly labs: ReadonlyMap<string, Running>
  readonly library: Pick<ScenarioLibrary, 'find' | 'world'>
  createLab(wanted: { readonly id: string; readonly world: string }): Promise<Running>
}

export interface StoryLabs<Running> {
  /** `begins`: make one when there is none; else the asked lab answers that the story has not been started. */
  labFor(asked: Running, story: string, begins: boolean): Promise<Running>
}

export function openStoryLabs<Running extends StoryLab>(around: Around<Running>): StoryLabs<Running> {
  const { labs, library, createLab } = around
  /** From a lab that was made beside another to that one. */
  const homes = new Map<string, string>()
  const making = new Map<string, Promise<Running>>()

  async function make(home: string, world: string): Promise<Running> {
    const id = `${home}-${world}`
    if (labs.has(id)) throw new LabRefusal('LabExists', { lab: id })
    const made = await createLab({ id, world })
    homes.set(id, home)
    return made
  }

  async function beside(home: string, world: string): Promise<Running> {
    const id = `${home}-${world}`
    const known = homes.get(id) === home ? labs.get(id) : undefined
    if (known !== undefined) return known
    const coming = making.get(id) ?? make(home, world).finally(() => making.delete(id))
    making.set(id, coming)
    return coming
  }

  return {
    labFor: async (asked, story, begins) => {
      const groundOf = async (world: string) => (await library.world(world)).base
      const wanted = await groundOf((await library.find(story)).world)
      if ((await groundOf(asked.info.world)) === wanted) return asked
      const homeId = homes.get(asked.info.lab) ?? asked.info.lab
      const home = labs.get(homeId)
      if (home !== undefined && (await groundOf(home.info.world)) === wanted) return home
      const known = labs.get(`${homeId}-${wanted}`)
      if (!begins) return known !== undefined && homes.get(known.info.lab) === homeId ? known : asked
      return beside(homeId, wanted)
    },
  }
}
