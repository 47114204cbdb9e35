import { drawBelow } from "./source";

const ADVERBS =
  "boldly briefly brightly calmly carefully clearly daily eagerly easily fairly firmly freely gently gladly happily honestly kindly lightly loudly mainly neatly nicely openly partly plainly quickly quietly rarely safely slowly smoothly softly solely surely swiftly truly usually warmly wholly wisely";
const ADJECTIVES =
  "able brave bright busy calm careful cheerful clean clever cool curious eager early easy fair famous fast fine free fresh friendly funny gentle glad golden good grand happy helpful honest humble keen kind large lively lucky merry mighty modest neat nice noble patient proud quick quiet ready rich sharp shiny silent simple smart smooth soft steady strong sunny sweet swift tidy tender warm wise witty young";
const ANIMALS =
  "ant badger bat bear beaver bee bird bison boar bug camel cat cow crab crane cricket crow deer dog donkey dove duck eagle eel elk falcon ferret finch fish fox frog gecko goat goose hare hawk hen heron horse husky jackal jay kitten koala lamb lark lemur lion lizard llama lynx mole monkey moose mouse mule newt otter owl ox panda parrot pig pony puma quail rabbit ram raven robin salmon seal shark sheep snail snake spider squid swan tiger toad trout turtle viper walrus wasp weasel whale wolf wombat worm wren yak zebra";

/** Words for a name: an animal, before it an adjective, before that adverbs, as many as are wanted. */
export function petName(length: number): string[] {
  if (length === 1) return [wordOf(ANIMALS)];
  const adverbs = Array.from({ length: Math.max(length - 2, 0) }, () => wordOf(ADVERBS));
  return [...adverbs, wordOf(ADJECTIVES), wordOf(ANIMALS)];
}

function wordOf(words: string): string {
  const list = words.split(" ");
  return list[Number(drawBelow(BigInt(list.length)))] ?? "";
}
