### Days, dates and clock times.

# Less than a minute ago. Short: it stands at the end of a line of the list.
time-now = now
time-minutes = { $count } min

# $hour and $minute are already written with the digits they need.
time-clock-24 = { $hour }:{ $minute }
time-clock-am = { $hour }:{ $minute } AM
time-clock-pm = { $hour }:{ $minute } PM

time-today = Today
time-yesterday = Yesterday

time-monday = Monday
time-tuesday = Tuesday
time-wednesday = Wednesday
time-thursday = Thursday
time-friday = Friday
time-saturday = Saturday
time-sunday = Sunday

time-short-monday = Mon
time-short-tuesday = Tue
time-short-wednesday = Wed
time-short-thursday = Thu
time-short-friday = Fri
time-short-saturday = Sat
time-short-sunday = Sun

time-january = January
time-february = February
time-march = March
time-april = April
time-may = May
time-june = June
time-july = July
time-august = August
time-september = September
time-october = October
time-november = November
time-december = December

time-short-january = Jan
time-short-february = Feb
time-short-march = Mar
time-short-april = Apr
time-short-may = May
time-short-june = Jun
time-short-july = Jul
time-short-august = Aug
time-short-september = Sep
time-short-october = Oct
time-short-november = Nov
time-short-december = Dec

# A day of this year and of another one, with a long month.
time-date = { $month } { $day }
time-date-year = { $month } { $day }, { $year }
# The same with a short month, for the list.
time-short-date = { $month } { $day }
time-short-date-year = { $month } { $day }, { $year }
# A heading between days: "Monday, March 3".
time-weekday-date = { $weekday }, { $date }
# A moment in full: "March 3, 2:05 PM".
time-moment = { $date }, { $clock }
