using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace ApiSnoop.Certification.Certificates;

/// <summary>The word of an authority that a signature was there at a time.</summary>
/// <remarks>
/// Source: RFC 3161, 2.4.2. A Sigstore bundle has the whole answer of the authority, the stamp in it. What stands around the stamp is
/// signed by nobody, so it is written in one way: granted.
/// </remarks>
public sealed class TimeStamp
{
    const string Sha256 = "2.16.840.1.101.3.4.2.1";
    const int Granted = 0;
    const int GrantedWithChanges = 1;

    readonly byte[] _encoded;
    readonly Rfc3161TimestampToken _token;

    TimeStamp(byte[] encoded, Rfc3161TimestampToken token)
    {
        _encoded = encoded;
        _token = token;
    }

    /// <summary>Reads the answer of an authority, in DER.</summary>
    /// <exception cref="InvalidDataException">There is no stamp in it; the message says why.</exception>
    public static TimeStamp Read(byte[] answer)
    {
        try
        {
            var whole = new AsnReader(answer, AsnEncodingRules.DER);
            var parts = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            var status = parts.ReadSequence().ReadInteger();
            if (status != Granted && status != GrantedWithChanges)
                throw new InvalidDataException($"its time stamp was refused by the authority, with status {status}");
            var encoded = parts.ReadEncodedValue().ToArray();
            parts.ThrowIfNotEmpty();
            return Rfc3161TimestampToken.TryDecode(encoded, out var token, out var length) && length == encoded.Length
                ? new(encoded, token)
                : throw new InvalidDataException(
                    "its time stamp is none of RFC 3161, or is of somebody who may not stamp, or not at that time");
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new InvalidDataException($"its time stamp is none of RFC 3161, or it was cut off: {e.Message}", e);
        }
    }

    /// <summary>The answer of an authority with this stamp, in DER.</summary>
    public byte[] ToBytes()
    {
        var to = new AsnWriter(AsnEncodingRules.DER);
        using (to.PushSequence())
        {
            using (to.PushSequence()) to.WriteInteger(Granted);
            to.WriteEncodedValue(_encoded);
        }

        return to.Encode();
    }

    /// <summary>When a signature was there, by this stamp.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="trust">Who must have stamped it; null where that is not checked.</param>
    /// <exception cref="InvalidDataException">
    /// It is the stamp of something else, was changed, or was made by another; the message says which.
    /// </exception>
    public StampedTime Of(byte[] signature, TimeStampTrust? trust)
    {
        var said = _token.TokenInfo;
        if (said.HashAlgorithmId.Value != Sha256 || !said.GetMessageHash().Span.SequenceEqual(SHA256.HashData(signature)))
            throw new InvalidDataException("its time stamp is of something else than its signature");
        try
        {
            var beside = _token.AsSignedCms().Certificates;
            if (beside.Count == 0 && trust is null)
                throw new InvalidDataException("its time stamp lacks the certificate of who made it: name the authority");
            if (!_token.VerifySignatureForData(signature, out var signer, trust?.Certificates))
                throw new InvalidDataException("its time stamp was changed, or is of somebody who may not stamp, or not at that time");
            if (trust?.Refutes(signer, beside, said.Timestamp) is { } reason)
                throw new InvalidDataException($"its time stamp is of {signer.Subject}, which is not of the authority given: {reason}");
            return new(said.Timestamp, signer.Subject, trust is not null);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"its time stamp cannot be verified: {e.Message}", e);
        }
    }
}
