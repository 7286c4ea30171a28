// Dates as the statements have them: "2024", "2024-12", "2024-12-05".

/* The first and the last day, for comparison as text; a month has 31 of them here. */
export const firstDay = (date) => date + '-01-01'.slice(date.length - 4);
export const lastDay = (date) => date + '-12-31'.slice(date.length - 4);

const isDate = (date) => /^\d{4}(-\d\d(-\d\d)?)?$/.test(date);

/* As people write it; what is no date stays as it is. */
export function showDate(date, language) {
    if (!isDate(date)) {
        return date;
    }
    const [year, month, day] = date.split('-');
    if (!month) {
        return year;
    }
    const form = day ? { day: 'numeric', month: language === 'vi' ? 'numeric' : 'short', year: 'numeric' }
        : { month: language === 'vi' ? 'numeric' : 'short', year: 'numeric' };
    const time = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
    return new Intl.DateTimeFormat(language === 'vi' ? 'vi' : 'en-GB', { ...form, timeZone: 'UTC' }).format(time);
}

/* A stretch of time, or ''. */
export function showDates(first, last, language) {
    if (!first || first === last) {
        return first ? showDate(first, language) : '';
    }
    return `${showDate(first, language)} \u2013 ${showDate(last, language)}`;
}
