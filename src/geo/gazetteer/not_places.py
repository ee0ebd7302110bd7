"""Words and names in reports that do not mean a place, though some village is called so."""

__all__ = ["NOT_PLACES", "NOT_WITHOUT_HINT"]

from geo.gazetteer.names import fold

# By subject, in any language.
_TABLE = {
    "armed groups": (
        "Taliban,Tehrik-i-Taliban,TTP,Islamic State,ISIS,ISIL,ISIS-K,ISKP,Daesh,Al-Qaeda,"
        "Al Qaida,Al-Shabaab,Boko Haram,Hamas,Hezbollah,Hizbullah,Houthi,Houthis,PKK,YPG,SDF,"
        "ETA,IRA,FARC,ELN,Jaish al-Adl,Jaish-e-Mohammed,Lashkar-e-Taiba,Jundallah,"
        "Haqqani network,Fatah,ADF,Shabab,Abu Sayyaf,Ansar Allah,Jemaah Islamiyah,"
        "Jamaah Ansharut Daulah,Wagner,Wagner Group,JNIM,Janjaweed,Tamil Tigers,LTTE,"
        "Mojahedin,Estado Islámico,"
        "État islamique,Islamischer Staat,Negara Islam,Исламское государство,ИГИЛ,Талибан,"
        "Хамас,Хезболла,Вагнер,ЧВК Вагнер,"
        "Аль-Каида,Толибон,Давлати Исломӣ,داعش,الدولة الإسلامية,دولت اسلامی,طالبان,القاعدة,"
        "القاعده,بوكو حرام,حزب الله,حماس,الحوثيون,伊斯兰国,塔利班,基地组织,博科圣地"
    ),
    "organisations": (
        "NATO,United Nations,UN,UNHCR,UNICEF,UNESCO,WHO,World Health Organization,World Bank,"
        "IMF,European Union,EU,European Commission,European Parliament,African Union,"
        "Arab League,ASEAN,OPEC,Red Cross,Red Crescent,Amnesty International,"
        "Human Rights Watch,Interpol,Europol,CIA,FBI,NSA,FSB,KGB,MI5,MI6,Pentagon,IAEA,OSCE,"
        "OIC,Security Council,General Assembly,Supreme Court,Congress,Senate,Parliament,"
        "Ministry of Defence,Ministry of Interior,Revolutionary Guards,IRGC,Basij,Quds Force,"
        "Organisation mondiale de la santé,Nations unies,Naciones Unidas,Vereinte Nationen,ООН,"
        "НАТО,ФСБ,الأمم المتحدة,سازمان ملل,PBB,Perserikatan Bangsa-Bangsa,Polri,TNI,Densus 88,"
        "联合国,北约"
    ),
    "media": (
        "Reuters,Associated Press,AP,AFP,Agence France-Presse,BBC,CNN,Al Jazeera,TASS,Interfax,"
        "RIA Novosti,IRNA,ISNA,Fars News,Tasnim,Xinhua,Antara,Kompas,Tempo,DPA,EFE,Anadolu,"
        "Bloomberg,New York Times,Washington Post,The Guardian,Le Monde,Der Spiegel,El País,"
        "Fox News,Sky News,Amaq,Al-Manar,Al Mayadeen,Al Arabiya,Google,"
        "Рейтер,ТАСС,РИА Новости,Интерфакс,رويترز,الجزيرة,رویترز,ایرنا,"
        "تسنیم,路透社,新华社"
    ),
    # Named in reports every day, next to places; the list says nothing else about them.
    "heads of states and governments": (
        "Putin,Путин,بوتين,پوتین,普京,Zelensky,Zelenskyy,Зеленский,زيلينسكي,زلنسکی,Biden,Байден,"
        "بايدن,بایدن,Trump,Трамп,ترامب,ترامپ,特朗普,Macron,Макрон,Merkel,Меркель,Scholz,Merz,"
        "Starmer,Sunak,Pedro Sánchez,Erdogan,Erdoğan,Эрдоган,أردوغان,اردوغان,Netanyahu,Нетаньяху,"
        "نتنياهو,نتانیاهو,Modi,Моди,Xi Jinping,Си Цзиньпин,习近平,Khamenei,Хаменеи,خامنه‌ای,خامنئي,"
        "Raisi,Раиси,رئیسی,Rouhani,Pezeshkian,Soleimani,Сулеймани,سلیمانی,Assad,Асад,الأسد,اسد,"
        "Lavrov,Лавров,Wang Yi,Rahmon,Раҳмон,Рахмон,Jokowi,Prabowo,Lukashenko,Лукашенко"
    ),
    "unknown": (
        "TBD,N/A,NA,none,null,unknown,unspecified,not known,various,nowhere,test,todo,"
        "tidak diketahui,неизвестно,неизвестный,ناشناس,نامعلوم,غير معروف,مجهول,номаълум,"
        "inconnu,desconocido,unbekannt,未知"
    ),
    "words of reports": (
        "attack,attacks,bomb,bombing,roadside bomb,suicide bomber,suicide bombing,gunmen,"
        "of,Eid,Friday,الجمعة,جمعه,drone,drones,missile,minister,president,"
        "explosion,shooting,sources,officials,police,army,soldiers,civilians,militants,"
        "witnesses,victims,serangan,serangan teroris,bom,bom bunuh diri,ledakan,penembakan,"
        "polisi,tentara,korban,warga,gedung,gedung konser,sumber,saksi,oleh,dalam,barat,timur,"
        "utara,selatan,bulan,tahun,hari,ataque,ataque terrorista,atentado,según fuentes,"
        "fuentes,policía,ejército,heridos,muertos,attentat,attaque,selon des sources,blessés,"
        "morts,armée,Anschlag,Angriff,Polizei,Verletzte,Tote,теракт,взрыв,нападение,полиция,"
        "источники,погибшие,раненые,боевики,ҳамла,таркиш,полис,هجوم,انفجار,تفجير,شرطة,مصادر,"
        "قتلى,جرحى,حمله,حمله تروریستی,پلیس,منابع,کشته,زخمی,袭击,爆炸,警方,恐怖袭击,消息人士"
    ),
}
# Words of which a text without a hint is not a name, though with one it may be: Cameroon has a
# region called North. Words for kinds of place are added where phrases are parsed.
_TABLE_WITHOUT_HINT = {
    "directions and parts": (
        "north,south,east,west,northern,southern,eastern,western,northeast,northwest,southeast,"
        "southwest,central,centre,center,middle,upper,lower,inner,outer,left,right,downtown,"
        "border,rural,urban,coast,coastal,countryside,outskirts,interior,nationwide,local,foreign,"
        "nord,sud,est,ouest,norte,sur,este,oeste,süd,ost,север,юг,восток,запад,центр,граница,"
        "شمال,جنوب,شرق,غرب,وسط,مرکز,مركز,حدود,مرز,北,南,东,西,中"
    ),
    "time": (
        "january,february,march,april,may,june,july,august,september,october,november,december,"
        "monday,tuesday,wednesday,thursday,saturday,sunday,today,yesterday,tomorrow,morning,"
        "evening,night,noon,midnight,week,month,year,ramadan,christmas,easter,ashura,nowruz,"
        "hier,demain,aujourd'hui,ayer,hoy,mañana,gestern,heute,kemarin,besok,"
        "вчера,сегодня,завтра,أمس,اليوم,غدا,دیروز,امروز,فردا,昨天,今天,明天"
    ),
    "people": (
        "men,women,children,people,family,students,teachers,workers,farmers,traders,villagers,"
        "residents,refugees,migrants,tourists,pilgrims,worshippers,journalists,hostages,troops,"
        "soldier,officer,commander,leader,governor,mayor,judge,doctor,driver,imam,priest,spokesman,"
        "suspects,terrorists,rebels,insurgents,fighters,gunman,bomber,guards,peacekeepers,"
        "muslim,muslims,christian,christians,sunni,shia,jews,hindu,hindus,yazidi,yazidis"
    ),
    "weapons and vehicles": (
        "rifle,pistol,gun,machine gun,rocket,mortar,artillery,landmine,knife,machete,"
        "explosives,ied,dynamite,poison,fire,arson,car,car bomb,truck,bus,train,plane,aircraft,"
        "helicopter,boat,ship,motorcycle,motorbike,vehicle,convoy,patrol,mobil,coche,voiture,"
        "машина,автобус,سيارة,خودرو,汽车"
    ),
    "deeds": (
        "assault,ambush,raid,clash,clashes,battle,war,fight,strike,airstrike,airstrikes,shelling,"
        "kidnapping,abduction,assassination,murder,killing,massacre,execution,robbery,looting,riot,"
        "protest,demonstration,ceasefire,peace,election,elections,crisis,violence,terrorism,"
        "killed,wounded,injured,dead,tewas,luka,guerre,guerra,krieg,война,бой,حرب,جنگ,战争"
    ),
    "places that are not named": (
        "home,house,office,residence,headquarters,here,there,somewhere,elsewhere,abroad,online,"
        "internet,location,locations,place,site,several,multiple,other,others,same,pending"
    ),
}


def _words(table: dict[str, str]) -> frozenset[str]:
    return frozenset(fold(name) for names in table.values() for name in names.split(","))


NOT_PLACES, NOT_WITHOUT_HINT = _words(_TABLE), _words(_TABLE_WITHOUT_HINT)
