using System.Globalization;

namespace ApiSnoop.Certification.Certificates;

/// <summary>When a certificate was signed, by its time stamp.</summary>
/// <param name="Time">When.</param>
/// <param name="By">Who says so: the subject of the certificate that the stamp is signed with.</param>
/// <param name="IsChecked">Whether that is an authority that is believed; else anybody may have stamped it.</param>
public sealed record StampedTime(DateTimeOffset Time, string By, bool IsChecked)
{
    /// <summary>The time in UTC, to the second.</summary>
    public string Text => Time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
