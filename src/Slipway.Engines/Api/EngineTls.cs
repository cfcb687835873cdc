using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Engines.Api;

/// <summary>Mutual TLS with the files that Docker's own client uses.</summary>
/// <remarks>https://docs.docker.com/engine/security/protect-access/</remarks>
internal static class EngineTls
{
    public static async Task<Stream> AuthenticateAsync(
        Stream stream, string host, string folder, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(Options(host, folder), cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Options(string host, string folder)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        string certificate = Path.Combine(folder, "cert.pem");
        string key = Path.Combine(folder, "key.pem");
        if (File.Exists(certificate) && File.Exists(key))
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
        }

        string authority = Path.Combine(folder, "ca.pem");
        if (File.Exists(authority))
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }
}
