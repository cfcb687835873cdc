using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;

namespace Slipway.Registry.Http;

/// <summary>Which certificates one server may have: those of the system's authorities and of its own.</summary>
internal sealed class CertificateTrust
{
    private readonly X509Certificate2Collection _authorities;
    private readonly bool _isInsecure;
    private volatile string? _refusal;

    private CertificateTrust(X509Certificate2Collection authorities, bool isInsecure) =>
        (_authorities, _isInsecure) = (authorities, isInsecure);

    /// <summary>What was wrong with the last certificate that was refused.</summary>
    public string? Refusal => _refusal;

    /// <exception cref="SlipwayException">A file of the folder is not a certificate.</exception>
    public static CertificateTrust For(Uri server, bool isInsecure, string certificateFolder)
    {
        var authorities = new X509Certificate2Collection();
        // Docker looks in the folder of the name as it is written; the default port may be written or not.
        foreach (string name in new[] { server.Authority, $"{server.Host}:{server.Port}" }.Distinct())
        {
            string folder = Path.Join(certificateFolder, name);
            foreach (string file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.crt") : [])
            {
                Add(authorities, file);
            }
        }

        return new CertificateTrust(authorities, isInsecure);
    }

    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || _isInsecure || IsVouchedFor(certificate, chain, errors))
        {
            return true;
        }

        _refusal =
            errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it was made for another name"
            : chain
                ?.ChainStatus.FirstOrDefault(status => status.Status != X509ChainStatusFlags.NoError)
                .StatusInformation
                is { Length: > 0 } reason
                ? reason.TrimEnd('.')
            : "there is none";
        return false;
    }

    private bool IsVouchedFor(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors
            || _authorities.Count == 0
            || certificate is not X509Certificate2 leaf)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // serverAuth, RFC 5280, 4.2.1.12
        foreach (var element in chain?.ChainElements.Skip(1) ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(leaf);
    }

    private static void Add(X509Certificate2Collection authorities, string file)
    {
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    RegistryCodes.CertificateFileInvalid,
                    $"The certificates of '{Display.Text(file)}' cannot be read: {Display.Text(exception.Message)}",
                    "Put certificates in PEM form there, or take the file away."),
                exception);
        }
    }
}
