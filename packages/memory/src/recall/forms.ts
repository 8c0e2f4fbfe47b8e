/** English words whose forms no rule makes: the word, then its forms. Forms that are more often another word are left out. */
const irregular =
  'become became; begin began begun; bend bent; bite bit bitten; blow blew blown; break broke broken; ' +
  'bring brought; build built; buy bought; catch caught; child children; choose chose chosen; come ' +
  'came; dig dug; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall fell ' +
  'fallen; feed fed; feel felt; fight fought; find found; fly flew flown; foot feet; forget forgot ' +
  'forgotten; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; half ' +
  'halves; hang hung; hear heard; hide hid hidden; hold held; keep kept; knife knives; know knew known; ' +
  'lead led; leaf leaves; leave left; lend lent; life lives; lose lost; make made; man men; meet met; ' +
  'mouse mice; pay paid; person people; ride rode ridden; ring rang rung; run ran; say said; see saw ' +
  'seen; seek sought; sell sold; send sent; sew sewn; shake shook shaken; shelf shelves; shoot shot; ' +
  'show shown; sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent; ' +
  'stand stood; steal stole stolen; stick stuck; strike struck; swim swam swum; swing swung; take took ' +
  'taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown; tooth teeth; ' +
  'understand understood; wake woke woken; wear wore worn; wife wives; win won; woman women; write ' +
  'wrote written'

/** Words with the short forms that chats write. Only forms that are nothing else: "def" and "apt" mean something to programmers. */
const short =
  'appointment appt; birthday bday; boyfriend bf; christmas xmas; conversation convo; department dept; ' +
  'family fam; favorite fav fave; friend bff; girlfriend gf; government govt; hours hrs; instagram ' +
  'insta; minutes mins; person ppl; picture pic pics; professor prof; restaurant resto; sister sis; ' +
  'university uni; vacation vacay; weekend wknd'

/** Words with others that people have for the same everyday thing. */
const doubles =
  'bicycle bike bikes; child kid kiddo kiddos kids; color colour colours; father dad daddy dads papa ' +
  'papas; favorite favourite favourites; grandfather grandpa grandpas; grandmother grandma grandmas ' +
  'grannies granny; mother mama mamas mom mommies mommy moms mum mums; movie film films; picture photo ' +
  'photograph photographs photos; television tv tvs'

/** By a form of an English word, the word. */
export const forms: ReadonlyMap<string, string> = new Map(
  [irregular, short, doubles]
    .join('; ')
    .split('; ')
    .flatMap(line => {
      const [word, ...all] = line.split(' ') as [string, ...string[]]
      return all.map((form): [string, string] => [form, word])
    }),
)
