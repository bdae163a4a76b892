using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using ApiSnoop.Certification.Certificates;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>A time-stamp authority that is asked over HTTP. It gets a hash of the signature, and nothing else.</summary>
/// <remarks>Source: RFC 3161, 3.4.</remarks>
internal sealed class HttpTimeStampAuthority : ITimeStampAuthority, IDisposable
{
    /// <summary>The longest answer that is read, in bytes. One with four certificates has some eight thousand.</summary>
    public const int Longest = 64 << 10;

    const string Query = "application/timestamp-query";
    const string Reply = "application/timestamp-reply";

    /// <summary>How long an authority may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Uri _address;
    readonly HttpClient _http;

    /// <summary>Makes it; nothing is asked yet.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="patience">How long it may take for an answer.</param>
    public HttpTimeStampAuthority(Uri address, TimeSpan patience)
    {
        _address = address;
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = patience,
            MaxResponseContentBufferSize = Longest,
        };
    }

    /// <summary>Whether a text is the address of an authority.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <exception cref="UserException">It gave none; the message says why.</exception>
    public TimeStamp Stamp(byte[] signature)
    {
        // A number of our own shows that the answer is to this question, and the certificate of who stamps makes the stamp readable alone.
        var query = Rfc3161TimestampRequest.CreateFromData(
            signature, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        var answer = Ask(query.Encode());
        try
        {
            query.ProcessResponse(answer, out _);
            var stamp = TimeStamp.Read(answer);
            stamp.Of(signature, trust: null);
            return stamp;
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException)
        {
            throw Failed($"gave no time stamp for the signature: {e.Message.TrimEnd('.')}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    byte[] Ask(byte[] query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(query) };
        request.Content.Headers.ContentType = new(Query);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Reply));
        try
        {
            using var response = _http.Send(request);
            if (!response.IsSuccessStatusCode) throw Failed($"answered {(int)response.StatusCode} {response.ReasonPhrase}");
            var type = response.Content.Headers.ContentType?.MediaType;
            if (type != Reply) throw Failed($"answered {type ?? "without a type"}, not {Reply}, so it may be at another address");
            using var body = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(body);
            return body.ToArray();
        }
        catch (HttpRequestException e)
        {
            throw Failed(
                e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                    ? $"answered more than {Longest:N0} bytes, which is no time stamp"
                    : $"could not be asked: {e.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException)
        {
            throw Failed($"did not answer within {_http.Timeout.TotalSeconds:0.#} s");
        }
    }

    UserException Failed(string how)
    {
        // An address may hold a password or a token.
        var where = _address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return new(
            $"The time-stamp authority {where} {how}. The certificate was not written; without --timestamp it is made without a stamp.");
    }
}
