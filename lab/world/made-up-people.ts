/** Made-up people, the same ones every time: name number n depends on n alone. */
export interface MadeUpPerson {
  readonly name: string
  readonly givenName: string
  readonly sn: string
  readonly sAMAccountName: string
  readonly department: string
  readonly title: string
  readonly password: string
}

const givenNames = (
  'Ada Amir Aiko Bela Bruno Carla Chidi Dana Diego Elif Emil Farah Felix Gina Goran Hana Hugo Ines Ivo Jana Jonas ' +
  'Kaja Karim Lena Luca Maja Marco Nadia Nils Olga Omar Paula Pavel Rania Remy Sara Sven Tara Theo Uma Vera Viktor'
).split(' ')
const surnames = (
  'Adler Aydin Bauer Bianchi Castro Cohen Dubois Eriksen Fischer Garcia Haas Hansen Ito Jansen Kaya Keller Kovac ' +
  'Lang Lopez Maier Moreno Nagy Nguyen Okoye Olsen Patel Petrov Quist Rossi Sato Schmid Silva Tanaka Urban Varga ' +
  'Weber Wong Yilmaz Zimmer'
).split(' ')
const departments = ['Sales', 'Engineering', 'Finance', 'Logistics', 'Support', 'Legal'] as const
const titles = ['Specialist', 'Analyst', 'Lead', 'Assistant', 'Manager'] as const

const pick = <Item>(items: readonly Item[], number: number): Item => {
  const item = items[number % items.length]
  if (item === undefined) throw new Error('there is nothing to pick from')
  return item
}

/** `number` begins at 1. */
export function madeUpPerson(number: number): MadeUpPerson {
  const givenName = pick(givenNames, number)
  const sn = pick(surnames, Math.floor(number / givenNames.length) + number)
  const digits = String(number).padStart(5, '0')
  return {
    // Names repeat after some thousand people; a DN may not.
    name: `${givenName} ${sn} ${digits}`,
    givenName,
    sn,
    sAMAccountName: `u${digits}`,
    department: pick(departments, number),
    title: pick(titles, number),
    // The domain refuses a password that holds a part of the name, and the number is one.
    password: `Meadow-Anvil-${number + 37_513}!`,
  }
}
