/**
 * English words as chats write them, by their short form. Only forms that are nothing else: "def" and "apt" mean something
 * to programmers.
 */
export const spellings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    appt: 'appointment',
    bday: 'birthday',
    bf: 'boyfriend',
    bff: 'friend',
    convo: 'conversation',
    dept: 'department',
    fam: 'family',
    fav: 'favorite',
    fave: 'favorite',
    gf: 'girlfriend',
    govt: 'government',
    hrs: 'hours',
    insta: 'instagram',
    mins: 'minutes',
    mum: 'mom',
    pic: 'picture',
    pics: 'pictures',
    ppl: 'people',
    prof: 'professor',
    resto: 'restaurant',
    sis: 'sister',
    uni: 'university',
    vacay: 'vacation',
    wknd: 'weekend',
    xmas: 'christmas',
  }),
)
