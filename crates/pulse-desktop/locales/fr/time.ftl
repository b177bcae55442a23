### Days, dates and clock times.

time-now = maintenant
time-minutes = { $count } min
time-clock-24 = { $hour }:{ $minute }
time-clock-am = { $hour }:{ $minute } AM
time-clock-pm = { $hour }:{ $minute } PM
time-today = Aujourd’hui
time-yesterday = Hier
time-monday = lundi
time-tuesday = mardi
time-wednesday = mercredi
time-thursday = jeudi
time-friday = vendredi
time-saturday = samedi
time-sunday = dimanche
time-short-monday = lun.
time-short-tuesday = mar.
time-short-wednesday = mer.
time-short-thursday = jeu.
time-short-friday = ven.
time-short-saturday = sam.
time-short-sunday = dim.
time-january = janvier
time-february = février
time-march = mars
time-april = avril
time-may = mai
time-june = juin
time-july = juillet
time-august = août
time-september = septembre
time-october = octobre
time-november = novembre
time-december = décembre
time-short-january = janv.
time-short-february = févr.
time-short-march = mars
time-short-april = avr.
time-short-may = mai
time-short-june = juin
time-short-july = juil.
time-short-august = août
time-short-september = sept.
time-short-october = oct.
time-short-november = nov.
time-short-december = déc.
time-date = { $day ->
    [1] 1er { $month }
   *[other] { $day } { $month }
}
time-date-year = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
time-short-date = { $day ->
    [1] 1er { $month }
   *[other] { $day } { $month }
}
time-short-date-year = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
time-weekday-date = { $weekday } { $date }
time-moment = { $date }, { $clock }
