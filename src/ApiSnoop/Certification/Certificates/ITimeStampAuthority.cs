namespace ApiSnoop.Certification.Certificates;

/// <summary>Who stamps signatures with the time. The engine itself asks nobody over a network.</summary>
public interface ITimeStampAuthority
{
    /// <summary>The stamp of a signature.</summary>
    TimeStamp Stamp(byte[] signature);
}
