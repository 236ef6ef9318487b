package rules

// urlErrors are the errors that transfers fail with: Apple's names, as in
// https://developer.apple.com/documentation/foundation/urlerror, and plain words.
// Positive codes are nsurlsessiond's own and have no public name.
var urlErrors = map[int]struct{ name, meaning string }{
	-1:    {"NSURLErrorUnknown", "unknown error, often no transfer daemon"},
	-1000: {"NSURLErrorBadURL", "bad URL"},
	-1002: {"NSURLErrorUnsupportedURL", "unsupported URL: background sessions take http and https only"},
	-1003: {"NSURLErrorCannotFindHost", "host not found"},
	-1004: {"NSURLErrorCannotConnectToHost", "cannot connect to the host, or blocked by the tracker policy"},
	-1005: {"NSURLErrorNetworkConnectionLost", "network connection lost"},
	-1006: {"NSURLErrorDNSLookupFailed", "DNS lookup failed"},
	-1007: {"NSURLErrorHTTPTooManyRedirects", "too many redirects"},
	-1008: {"NSURLErrorResourceUnavailable", "resource unavailable"},
	-1009: {"NSURLErrorNotConnectedToInternet", "no internet connection"},
	-1010: {"NSURLErrorRedirectToNonExistentLocation", "redirected to nowhere"},
	-1011: {"NSURLErrorBadServerResponse", "bad server response"},
	-1012: {"NSURLErrorUserCancelledAuthentication", "authentication cancelled"},
	-1013: {"NSURLErrorUserAuthenticationRequired", "authentication required"},
	-1014: {"NSURLErrorZeroByteResource", "the server sent no data"},
	-1015: {"NSURLErrorCannotDecodeRawData", "cannot decode the response"},
	-1016: {"NSURLErrorCannotDecodeContentData", "cannot decode the response's encoding"},
	-1017: {"NSURLErrorCannotParseResponse", "cannot parse the response"},
	-1018: {"NSURLErrorInternationalRoamingOff", "international roaming is off"},
	-1019: {"NSURLErrorCallIsActive", "a phone call blocks data"},
	-1020: {"NSURLErrorDataNotAllowed", "data use is not allowed"},
	-1021: {"NSURLErrorRequestBodyStreamExhausted", "the body stream was exhausted"},
	-1022: {"NSURLErrorAppTransportSecurityRequiresSecureConnection", "App Transport Security requires a secure connection"},

	-1100: {"NSURLErrorFileDoesNotExist", "file does not exist"},
	-1101: {"NSURLErrorFileIsDirectory", "the file is a folder"},
	-1102: {"NSURLErrorNoPermissionsToReadFile", "no permission to read the file"},
	-1103: {"NSURLErrorDataLengthExceedsMaximum", "data exceeds the maximum size"},

	-1200: {"NSURLErrorSecureConnectionFailed", "secure connection failed"},
	-1201: {"NSURLErrorServerCertificateHasBadDate", "server certificate expired or not valid yet"},
	-1202: {"NSURLErrorServerCertificateUntrusted", "untrusted server certificate"},
	-1203: {"NSURLErrorServerCertificateHasUnknownRoot", "server certificate of an unknown authority"},
	-1204: {"NSURLErrorServerCertificateNotYetValid", "server certificate not valid yet"},
	-1205: {"NSURLErrorClientCertificateRejected", "client certificate rejected"},
	-1206: {"NSURLErrorClientCertificateRequired", "client certificate required"},

	-3000: {"NSURLErrorCannotCreateFile", "cannot create the file"},
	-3001: {"NSURLErrorCannotOpenFile", "cannot open the file"},
	-3002: {"NSURLErrorCannotCloseFile", "cannot close the file"},
	-3003: {"NSURLErrorCannotWriteToFile", "cannot write to the file, or unsafe resume data"},
	-3004: {"NSURLErrorCannotRemoveFile", "cannot remove the file"},
	-3005: {"NSURLErrorCannotMoveFile", "cannot move the file"},

	2: {"", "Background App Refresh was turned off"},
	3: {"", "throughput too low"},
	5: {"", "the scheduler withdrew its permission"},
}
