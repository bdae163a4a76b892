using System.Net.Http.Headers;
using System.Text;

namespace ApiSnoop.Catalog.OpenApi;

/// <summary>The name and password in an address, as users write them: <c>https://name:password@host/</c>.</summary>
internal static class BasicCredentials
{
    /// <summary>The header that carries them, or null where the address has none.</summary>
    public static AuthenticationHeaderValue? Of(Uri address) => address.UserInfo.Length == 0
        ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
}
