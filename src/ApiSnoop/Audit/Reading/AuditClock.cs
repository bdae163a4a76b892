using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// Reads timestamps as the API server and its exporters write them: RFC 3339 with up to nine digits of a second, <c>T</c>
/// or a space between, <c>Z</c>, an offset, or nothing (taken as UTC). Remembers the last day and minute, as logs go on in them.
/// </summary>
internal struct AuditClock
{
    const long Second = 1_000_000;
    ulong _lastDate;
    ushort _lastDayOfMonth;
    long _lastMidnight;
    Vector128<byte> _lastMinute;
    long _lastMinuteStart;

    /// <summary>The length of a time as API servers write it: microseconds, and Z.</summary>
    public const int UsualLength = 27;

    /// <summary>Reads a time, with the quote behind it, if API servers write it so and it is in the same minute as the last one.</summary>
    /// <param name="p">The time; 32 bytes must be readable.</param>
    /// <param name="micros">Microseconds since 1970 UTC.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe bool Knows(byte* p, out long micros)
    {
        micros = 0;
        if (Vector128.Load(p) != _lastMinute || p[16] != ':' || p[19] != '.' || *(ushort*)(p + 26) != ('Z' | '"' << 8)) return false;
        var fraction = SixDigits(new ReadOnlySpan<byte>(p + 18, 8));
        int tens = p[17] - '0', ones = p[18] - '0';
        micros = _lastMinuteStart + (tens * 10 + ones) * Second + fraction;
        return fraction >= 0 && (uint)tens <= 5 && (uint)ones <= 9;
    }

    /// <summary>Microseconds since 1970 UTC, or <see cref="AuditEvent.NoTime"/>.</summary>
    public long Micros(ReadOnlySpan<byte> text)
    {
        // What API servers write: microseconds, and Z.
        if (text.Length != UsualLength || text[26] != 'Z' || text[19] != '.' || text[16] != ':' || text[13] != ':') return AnyMicros(text);
        var minute = Vector128.Create(text[..16]);
        if (minute != _lastMinute)
        {
            var time = AnyMicros(text);
            // A leap second is in the next minute by its sum, so it tells nothing of this one.
            if (time < 0 || text[17] > '5') return time;
            _lastMinuteStart = time - time % (60 * Second);
            _lastMinute = minute;
            return time;
        }

        var fraction = SixDigits(text[18..]);
        int tens = text[17] - '0', ones = text[18] - '0';
        return fraction < 0 || (uint)tens > 5
            || (uint)ones > 9 ? AnyMicros(text) : _lastMinuteStart + (tens * 10 + ones) * Second + fraction;
    }

    /// <summary>The number in bytes 2 to 7, or -1 when one of them is no digit; eight digits at a time, as Lemire does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long SixDigits(ReadOnlySpan<byte> text)
    {
        // The two bytes before become zeros, which are leading ones.
        var digits = BinaryPrimitives.ReadUInt64LittleEndian(text) & ~0xFFFFUL | 0x3030;
        if (((digits & 0xF0F0F0F0F0F0F0F0) | ((digits + 0x0606060606060606 & 0xF0F0F0F0F0F0F0F0) >> 4)) != 0x3333333333333333) return -1;
        digits -= 0x3030303030303030;
        digits = digits * 10 + (digits >> 8);
        return (long)((digits & 0x000000FF000000FF) * 0x000F424000000064 + (digits >> 16 & 0x000000FF000000FF) * 0x0000271000000001 >> 32);
    }

    long AnyMicros(ReadOnlySpan<byte> text)
    {
        if (text.Length < 19 || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t') || text[13] != ':' || text[16] != ':')
            return AuditEvent.NoTime;
        var midnight = Midnight(text);
        if (midnight == AuditEvent.NoTime) return midnight;
        int hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        if (hour is < 0 or > 24 || minute is < 0 or > 59 || second is < 0 or > 60) return AuditEvent.NoTime;
        var time = midnight + ((hour * 60L + minute) * 60 + second) * Second;
        var at = 19;
        if (at < text.Length && text[at] is (byte)'.' or (byte)',') time += Fraction(text, ref at);
        return Offset(text, at, time);
    }

    long Midnight(ReadOnlySpan<byte> text)
    {
        var date = Unsafe.ReadUnaligned<ulong>(in text[0]);
        var dayOfMonth = Unsafe.ReadUnaligned<ushort>(in text[8]);
        if (date == _lastDate && dayOfMonth == _lastDayOfMonth && _lastDate != 0) return _lastMidnight;
        int century = Two(text, 0), year = Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        if (century < 0 || year < 0 || month is < 1 or > 12 || day < 1 || text[4] != '-' || text[7] != '-') return AuditEvent.NoTime;
        var fullYear = century * 100 + year;
        if (fullYear < 1 || day > DateTime.DaysInMonth(fullYear, month)) return AuditEvent.NoTime;
        _lastMidnight = (new DateTime(fullYear, month, day).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        _lastDate = date;
        _lastDayOfMonth = dayOfMonth;
        return _lastMidnight;
    }

    static long Fraction(ReadOnlySpan<byte> text, ref int at)
    {
        long value = 0, unit = Second / 10;
        for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++, unit /= 10)
            value += (text[at] - '0') * unit;
        return value;
    }

    static long Offset(ReadOnlySpan<byte> text, int at, long time)
    {
        if (at == text.Length || text[at] is (byte)'Z' or (byte)'z') return time;
        if (text[at] is not ((byte)'+' or (byte)'-') || text.Length < at + 5) return AuditEvent.NoTime;
        var minutes = Two(text, text[at + 3] == ':' && text.Length >= at + 6 ? at + 4 : at + 3);
        var hours = Two(text, at + 1);
        if (hours < 0 || minutes < 0) return AuditEvent.NoTime;
        var offset = (hours * 60L + minutes) * 60 * Second;
        return text[at] == '+' ? time - offset : time + offset;
    }

    static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        return (uint)tens <= 9 && (uint)ones <= 9 ? tens * 10 + ones : -1;
    }
}
