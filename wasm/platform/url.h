// The page's address: the view in the hash ("#/customer/…"), options in the query ("?lang=en"), and the
// hashed addresses of assets.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace kedang {

// The hash without "#", percent-decoded per segment by the caller: "/customer/01J…"; empty at the start.
std::string UrlRoute();

// A new entry in the browser's history; the same route again makes none. The handler is not called.
void PushRoute(std::string_view route);

// Takes the place of the present entry: redirects, and taking one-time tokens out of the address.
void ReplaceRoute(std::string_view route);

// Called when the person goes back or forward or edits the address.
void OnRouteChanged(std::function<void(std::string_view route)> handler);

// One step back in history, as the browser's button.
void GoBack();

// A value of the query; empty when absent.
std::string UrlOption(std::string_view name);

// "https://host:port", without a slash at the end.
std::string UrlOrigin();

// The address of an asset by its logical name ("locale/zh.json"); empty when there is none.
std::string AssetUrl(std::string_view name);

// Loads the page anew: after an update of the application.
void ReloadPage();

// Opens an address in a new tab, without giving it any hold on this one: web sites, tel:, mailto:.
void OpenExternal(std::string_view url);

}  // namespace kedang
