using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Tests.Registries;

/// <summary>An authority that only the test knows, and the certificates that it gives registries.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    /// <summary>Its certificate, as files have it that name whom to trust.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>What the configuration of a registry on 127.0.0.1 says below <c>http</c>.</summary>
    public string Configure(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=registry", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            _certificate, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        return $$"""
              tls:
                certificate: {{folder.Write("tls.crt", certificate.ExportCertificatePem())}}
                key: {{folder.Write("tls.key", key.ExportPkcs8PrivateKeyPem())}}
            """;
    }

    public void Dispose() => _certificate.Dispose();
}
